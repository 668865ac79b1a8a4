package io.omerta.vm.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds out whether QEMU can run as a user that has nothing: by starting a process as one. */
final class UsersTrial {
    /**
     * @param users empty where QEMU has to run as this process's user
     * @param isWeak whether that user is root
     * @param why in half a sentence for people
     */
    record Answer(Optional<VmUsers> users, boolean isWeak, String why) {}

    private static final int ROOT = 0;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** To change owners, to signal and to become another user: chown, kill, setgid, setuid, setpcap of capabilities(7). */
    private static final long CAPABILITIES = 1L << 0 | 1L << 5 | 1L << 6 | 1L << 7 | 1L << 8;

    private UsersTrial() {}

    static Answer of(ForkThread forks, Path run, QemuTether tether) throws InterruptedException {
        if (tether != QemuTether.PARENT_DEATH_SIGNAL || ownUser() != ROOT) {
            return new Answer(Optional.empty(), false, "the daemon's own user, who is not root");
        }
        if ((capabilities() & CAPABILITIES) != CAPABILITIES) {
            return asRoot("may not become another user");
        }
        Optional<VmUsers> users = VmUsers.draw(TakenIds.ofHost(), new SecureRandom());
        if (users.isEmpty()) {
            return asRoot("has no ids of users to spare in this container");
        }
        Optional<String> failure = tryOut(forks, run, tether, users.get());
        return failure.map(UsersTrial::asRoot).orElseGet(() -> new Answer(users, false, "a user of its own each"));
    }

    private static Answer asRoot(String reason) {
        return new Answer(Optional.empty(), true, "no user of its own, because root here " + reason);
    }

    private static Optional<String> tryOut(ForkThread forks, Path run, QemuTether tether, VmUsers users)
            throws InterruptedException {
        VmUser user = users.take();
        Walls walls = new Walls(
                Optional.of(user), List.of(), List.of(), List.of(), Walls.Priority.OF_ITS_GROUP, Walls.Limits.LARGE);
        try (QemuProcess trial = QemuProcess.start(forks, tether, walls, List.of("/bin/sh", "-c", ":"), run, "trial")) {
            OptionalInt status = trial.awaitExit(LIMIT).map(OptionalInt::of).orElse(OptionalInt.empty());
            return status.equals(OptionalInt.of(0))
                    ? Optional.empty()
                    : Optional.of("cannot start a process as another user: " + trial.lastErrors());
        } catch (IOException e) {
            return Optional.of("cannot start a process as another user: " + e.getMessage());
        } finally {
            users.release(user);
        }
    }

    private static int ownUser() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException("could not find out which user this is: " + e.getMessage(), e);
        }
    }

    private static long capabilities() {
        String label = "CapEff:";
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(label))
                    .mapToLong(line -> Long.parseUnsignedLong(
                            line.substring(label.length()).strip(), 16))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException("could not find out what this user may do: " + e.getMessage(), e);
        }
    }
}
