package io.omerta.vm.qemu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds walls on Linux: a shell opens files, joins groups and sets limits as this process's user; setpriv(1) then becomes
 * the other user and executes the command. The process id stays the same all the way. No name is ever part of the script:
 * each is one of its arguments.
 */
final class WallScript {
    static final String SETPRIV = "/usr/bin/setpriv";
    static final String SETSID = "/usr/bin/setsid";
    static final String NICE = "/usr/bin/nice";
    static final String IONICE = "/usr/bin/ionice";
    private static final String SHELL = "/bin/sh";

    /** The kernel lets ordinary users change ten a second, all of them together. */
    private static final String LEAST_SESSION = """
        tries=20
        until { echo 19 >/proc/self/autogroup; } 2>/dev/null; do
            tries=$((tries - 1))
            [ $tries -gt 0 ]
            sleep 0.1
        done\
        """;

    /** As a POSIX shell counts for {@code ulimit -f}. */
    private static final int BLOCK_BYTES = 512;

    /** QEMU has about 30 open. */
    private static final int MAX_DESCRIPTORS = 256;

    private final List<String> script = new ArrayList<>(List.of("set -eu", "umask 077"));
    private final List<String> arguments = new ArrayList<>();

    private WallScript() {}

    static List<String> command(Walls walls, List<String> command) {
        WallScript script = new WallScript();
        script.join(walls);
        script.open(walls);
        script.limit(walls);
        if (walls.priority() == Walls.Priority.LEAST_OF_ALL_SESSIONS) {
            script.script.add(LEAST_SESSION);
        }
        script.script.add("exec \"$@\"");
        List<String> full = new ArrayList<>();
        if (walls.priority() == Walls.Priority.LEAST_OF_ALL_SESSIONS) {
            full.add(SETSID);
        }
        full.addAll(List.of(SHELL, "-c", String.join("\n", script.script), "omerta-walls"));
        full.addAll(script.arguments);
        if (walls.priority() != Walls.Priority.OF_ITS_GROUP) {
            full.addAll(List.of(NICE, "-n", "19", IONICE, "-t", "-c", "3"));
        }
        full.addAll(privileges(walls));
        full.addAll(command);
        return full;
    }

    private void join(Walls walls) {
        // Zero is whoever writes it (cgroups(7)).
        walls.joins().forEach(file -> line("echo 0 >\"$1\"", file.toString()));
    }

    private void open(Walls walls) {
        int descriptor = Walls.FIRST_DESCRIPTOR;
        for (Walls.OpenFile file : walls.files()) {
            line(
                    "exec " + descriptor + (file.writable() ? "<>" : "<") + "\"$1\"",
                    file.path().toString());
            descriptor++;
        }
    }

    private void line(String line, String argument) {
        script.add(line);
        script.add("shift");
        arguments.add(argument);
    }

    /** One that fails is one that is stricter already. */
    private void limit(Walls walls) {
        script.add("ulimit -c 0");
        script.add("ulimit -n " + MAX_DESCRIPTORS + " 2>/dev/null || :");
        script.add("ulimit -f " + Math.ceilDiv(walls.limits().fileBytes(), BLOCK_BYTES) + " 2>/dev/null || :");
        if (walls.limits().locksMemory()) {
            script.add("ulimit -l unlimited 2>/dev/null || ulimit -S -l \"$(ulimit -H -l)\"");
        }
        if (walls.user().isPresent()) {
            int processes = walls.limits().processes();
            // The letter is not in POSIX: bash, dash.
            script.add("ulimit -u " + processes + " 2>/dev/null || ulimit -p " + processes + " 2>/dev/null || :");
        }
    }

    /** Becoming another user makes the kernel forget the signal of the parent's death: setpriv asks for it after that. */
    private static List<String> privileges(Walls walls) {
        List<String> setpriv = new ArrayList<>(List.of(SETPRIV, "--pdeathsig", "KILL", "--no-new-privs"));
        Optional<VmUser> user = walls.user();
        if (user.isPresent()) {
            String id = Integer.toString(user.get().id());
            setpriv.addAll(List.of("--reuid", id, "--regid", id));
            setpriv.addAll(groups(walls.groups()));
            setpriv.addAll(List.of("--bounding-set=-all", "--inh-caps=-all"));
        }
        setpriv.add("--");
        return setpriv;
    }

    private static List<String> groups(List<Integer> groups) {
        if (groups.isEmpty()) {
            return List.of("--clear-groups");
        }
        return List.of(
                "--groups",
                String.join(",", groups.stream().map(String::valueOf).toList()));
    }
}
