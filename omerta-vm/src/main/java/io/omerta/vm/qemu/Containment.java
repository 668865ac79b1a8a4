package io.omerta.vm.qemu;

import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this host lets this process put around a QEMU, found out by trying. Makes the cells.
 *
 * @param users empty where QEMU runs as this process's own user
 * @param why in one sentence for people
 */
record Containment(QemuTether tether, Optional<VmUsers> users, String why) {
    private static final Logger LOG = LoggerFactory.getLogger(Containment.class);
    private static final int ROOT = 0;

    /** QEMU's pool of workers has up to 64; the rest is its own and a margin. */
    private static final int THREADS_BESIDE_CPUS = 128;

    private static final Duration TRIAL_LIMIT = Duration.ofSeconds(10);

    /** To change owners, to signal and to become another user: chown, kill, setgid, setuid, setpcap of capabilities(7). */
    private static final long CAPABILITIES = 1L << 0 | 1L << 5 | 1L << 6 | 1L << 7 | 1L << 8;

    static Containment ofHost(ForkThread forks, Path run) throws InterruptedException {
        QemuTether tether = QemuTether.ofHost();
        Containment containment = ofHost(forks, run, tether);
        LOG.info("virtual machines are contained so: {}", containment.why());
        return containment;
    }

    private static Containment ofHost(ForkThread forks, Path run, QemuTether tether) throws InterruptedException {
        if (tether != QemuTether.PARENT_DEATH_SIGNAL || ownUser() != ROOT) {
            return new Containment(tether, Optional.empty(), "QEMU runs as the daemon's user, who is not root");
        }
        if ((capabilities() & CAPABILITIES) != CAPABILITIES) {
            return asRoot(tether, "this root may not become another user");
        }
        Optional<VmUsers> users = VmUsers.draw(TakenIds.ofHost(), new SecureRandom());
        if (users.isEmpty()) {
            return asRoot(tether, "this user namespace has no ids to spare");
        }
        Optional<String> failure = tryOut(forks, run, tether, users.get());
        return failure.map(reason -> asRoot(tether, reason))
                .orElseGet(() -> new Containment(tether, users, "each QEMU runs as a user of its own"));
    }

    private static Containment asRoot(QemuTether tether, String reason) {
        LOG.warn("QEMU runs as root: {}", reason);
        return new Containment(tether, Optional.empty(), "QEMU runs as root: " + reason);
    }

    private static Optional<String> tryOut(ForkThread forks, Path run, QemuTether tether, VmUsers users)
            throws InterruptedException {
        VmUser user = users.take();
        Walls walls = new Walls(Optional.of(user), List.of(), List.of(), List.of(), Walls.Limits.LARGE);
        try (QemuProcess trial = QemuProcess.start(forks, tether, walls, List.of("/bin/sh", "-c", ":"), run, "trial")) {
            OptionalInt status =
                    trial.awaitExit(TRIAL_LIMIT).map(OptionalInt::of).orElse(OptionalInt.empty());
            return status.equals(OptionalInt.of(0)) ? Optional.empty() : Optional.of(trial.lastErrors());
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
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

    /**
     * @param run directory of the machines' directories
     * @throws OmertaException if as many machines run as there are users
     */
    Cell newCell(Path run, int cpus) throws IOException {
        int processes = cpus + THREADS_BESIDE_CPUS;
        if (users.isEmpty()) {
            return new Cell(VmDirectory.create(run), Optional.empty(), processes, () -> {});
        }
        VmUser user = users.get().take();
        try {
            return new Cell(
                    VmDirectory.create(run),
                    Optional.of(user),
                    processes,
                    () -> users.get().release(user));
        } catch (IOException | RuntimeException e) {
            users.get().release(user);
            throw e;
        }
    }
}
