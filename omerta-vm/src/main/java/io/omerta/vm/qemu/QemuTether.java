package io.omerta.vm.qemu;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What ties a process to this one, so that a kill -9 of this one ends both. */
enum QemuTether {
    /** Linux: the kernel sends SIGKILL when the thread that forked is gone. The process is the command itself. */
    PARENT_DEATH_SIGNAL {
        @Override
        List<String> tie(List<String> command, Walls walls) {
            return WallScript.command(walls, command);
        }
    },

    /** Elsewhere: a shell between the two, whose standard input is a pipe from this process, ends the command with it. */
    WATCHING_SHELL {
        @Override
        List<String> tie(List<String> command, Walls walls) {
            List<String> tied = new ArrayList<>(List.of("/bin/sh", "-c", WATCH, "omerta-watch"));
            tied.addAll(command);
            return tied;
        }
    };

    /**
     * Runs its arguments; kills them at the end of standard input, and exits as they do. Descriptor 3
     * because a shell gives its background commands an empty standard input.
     */
    private static final String WATCH = """
        exec 3<&0
        "$@" </dev/null 3<&- &
        command=$!
        { read -r nothing; kill -KILL $command; } <&3 2>/dev/null >/dev/null &
        watch=$!
        exec 3<&-
        wait $command
        status=$?
        kill -KILL $watch 2>/dev/null
        exit $status
        """;

    static QemuTether ofHost() {
        boolean linux =
                Stream.of("/proc/self/stat", WallScript.SETPRIV).map(Path::of).allMatch(Files::exists);
        return linux ? PARENT_DEATH_SIGNAL : WATCHING_SHELL;
    }

    /** The command line that builds the walls, where this tether can, and then executes the command. */
    abstract List<String> tie(List<String> command, Walls walls);
}
