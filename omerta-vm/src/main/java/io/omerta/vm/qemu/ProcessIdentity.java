package io.omerta.vm.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * One process for all time: ids are given to others again, an id and a start never are.
 *
 * @param started when, in whatever terms the system keeps it unchanged
 */
record ProcessIdentity(long pid, String started) {
    /** In {@code /proc/‹pid›/stat}, counted behind the name in parentheses: field 22 of proc(5). */
    private static final int START_TIME_FIELD = 19;

    /** Empty if there is no such process any more. */
    static Optional<ProcessIdentity> of(long pid) {
        return started(pid).map(started -> new ProcessIdentity(pid, started));
    }

    /** The process, if it still is this one. */
    Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> started(pid).equals(Optional.of(started)));
    }

    /** Not the wall clock: the kernel's ticks since boot do not change when somebody sets the time. */
    private static Optional<String> started(long pid) {
        Path proc = Path.of("/proc");
        if (!Files.isDirectory(proc)) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().startInstant())
                    .map(Instant::toString);
        }
        try {
            String stat = Files.readString(proc.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            String boot = Files.readString(proc.resolve("sys/kernel/random/boot_id"), StandardCharsets.UTF_8);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Optional.of(boot.strip() + "+" + fields[START_TIME_FIELD]);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
