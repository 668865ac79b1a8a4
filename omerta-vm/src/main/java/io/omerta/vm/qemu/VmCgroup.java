package io.omerta.vm.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One machine's control group, in each hierarchy that there is. Nobody but this machine's process was ever told to join it.
 *
 * @param directories need not exist any more
 */
record VmCgroup(List<Path> directories) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VmCgroup.class);

    /** A process leaves its group a moment after its parent hears of its end. */
    private static final Duration EMPTY_WITHIN = Duration.ofSeconds(5);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

    static final VmCgroup NONE = new VmCgroup(List.of());

    /** Files into which a process writes itself to become a member. */
    List<Path> joins() {
        return directories.stream().map(VmCgroup::members).toList();
    }

    /**
     * For a process that is about to be killed, until {@link #calm}: to go it needs a CPU for some milliseconds, and must not
     * wait for it behind the owner's programs.
     */
    void hurry() {
        try {
            for (Path directory : directories) {
                CgroupHierarchy.hurry(directory);
            }
        } catch (IOException e) {
            LOG.warn("a virtual machine may take longer to end: {}", e.getMessage());
        }
    }

    /** Its process is gone. */
    void calm() {
        try {
            for (Path directory : directories) {
                CgroupHierarchy.calm(directory);
            }
        } catch (IOException e) {
            LOG.warn("could not put virtual machines behind other programs again: {}", e.getMessage());
        }
    }

    private static Path members(Path directory) {
        return directory.resolve("cgroup.procs");
    }

    /** Kills whoever is still in it, and removes it. Idempotent. */
    @Override
    public void close() {
        directories.forEach(VmCgroup::remove);
    }

    private static void remove(Path directory) {
        long deadline = System.nanoTime() + EMPTY_WITHIN.toNanos();
        boolean interrupted = false;
        while (!tryToRemove(directory)) {
            if (System.nanoTime() > deadline) {
                LOG.warn("could not remove the control group {}: it does not become empty", directory);
                break;
            }
            try {
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean tryToRemove(Path directory) {
        try {
            for (String process : Files.readAllLines(members(directory))) {
                ProcessHandle.of(Long.parseLong(process)).ifPresent(ProcessHandle::destroyForcibly);
            }
            Files.deleteIfExists(directory);
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
