package io.omerta.provider.execution;

import io.omerta.core.job.GateCounts;
import io.omerta.core.job.ImageDigest;
import io.omerta.vm.frame.MacAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job that goes on when the daemon is back, as it is written down; its VM lies beside.
 *
 * @param machine digest that the VM's content is recognised by
 * @param image the VM's
 * @param macAddress of the VM's network card, as a number
 * @param lastEvent number of the last event in the job's log: if it is another one, the job has gone on already
 * @param bytesIn through the tunnel
 * @param bytesOut through the tunnel
 * @param gate frames and datagrams until then; missing where it was written by a version that did not count them
 * @param server of WireGuard, as an address and a port; missing if it is the requester's hub
 */
public record SuspendedJob(
        int v,
        String machine,
        String image,
        long macAddress,
        long lastEvent,
        long suspendedAtMs,
        Life life,
        Limits limits,
        long bytesIn,
        long bytesOut,
        @Nullable GateCounts gate,
        @Nullable Server server) {
    private static final int VERSION = 1;

    public SuspendedJob {
        if (v != VERSION) {
            throw new IllegalArgumentException("v: " + v + ", only " + VERSION + " is known");
        }
        MacAddress _ = new MacAddress(macAddress);
    }

    static SuspendedJob of(
            Step.Suspend how, JobOrder order, MacAddress macAddress, long lastEvent, Instant now, Tunnel tunnel) {
        return new SuspendedJob(
                VERSION,
                how.digest(),
                order.image().digest(),
                macAddress.bits(),
                lastEvent,
                now.toEpochMilli(),
                Life.of(how.snapshot()),
                Limits.of(order.limits()),
                tunnel.traffic().bytesIn(),
                tunnel.traffic().bytesOut(),
                tunnel.traffic().counts(),
                order.server().map(Server::of).orElse(null));
    }

    /** @throws IllegalArgumentException if it is none */
    public ImageDigest imageDigest() {
        return new ImageDigest(image);
    }

    /** @throws IllegalArgumentException if it is none */
    public Optional<InetSocketAddress> vpnServer() {
        return Optional.ofNullable(server).map(Server::toSocketAddress);
    }

    /** {@link InetSocketAddress}, resolved. */
    public record Server(String address, int port) {
        static Server of(InetSocketAddress server) {
            return new Server(server.getAddress().getHostAddress(), server.getPort());
        }

        InetSocketAddress toSocketAddress() {
            return new InetSocketAddress(InetAddress.ofLiteral(address), port);
        }
    }

    Traffic traffic() {
        return new Traffic(bytesIn, bytesOut, gate == null ? GateCounts.NOTHING : gate);
    }

    MacAddress mac() {
        return new MacAddress(macAddress);
    }

    public JobLimits jobLimits() {
        return limits.toLimits();
    }

    /** Whether its requester may still be there; the time since it was suspended counts. */
    public boolean hasLease(Instant now) {
        return life(now).leaseLeft().isPositive();
    }

    /** A wall clock that was set back in between gives the requester the rest of its lease once more, and no longer. */
    LifeSnapshot life(Instant now) {
        Duration down = Duration.between(Instant.ofEpochMilli(suspendedAtMs), now);
        return life.toSnapshot().after(down.isNegative() ? Duration.ZERO : down);
    }

    /** {@link LifeSnapshot}, in milliseconds. */
    public record Life(
            long queuedMs,
            long preparingMs,
            long runningMs,
            long pausedMs,
            long runningLeftMs,
            long leaseLeftMs,
            long outputBytes,
            boolean pausedByOwner) {
        static Life of(LifeSnapshot life) {
            return new Life(
                    life.queued().toMillis(),
                    life.preparing().toMillis(),
                    life.running().toMillis(),
                    life.paused().toMillis(),
                    life.runningLeft().toMillis(),
                    life.leaseLeft().toMillis(),
                    life.outputBytes(),
                    life.pausedByOwner());
        }

        LifeSnapshot toSnapshot() {
            return new LifeSnapshot(
                    Duration.ofMillis(queuedMs),
                    Duration.ofMillis(preparingMs),
                    Duration.ofMillis(runningMs),
                    Duration.ofMillis(pausedMs),
                    Duration.ofMillis(runningLeftMs),
                    Duration.ofMillis(leaseLeftMs),
                    outputBytes,
                    pausedByOwner);
        }
    }

    /** {@link JobLimits}; those of the configuration may be others by now. */
    public record Limits(int cpus, long memoryBytes, long diskBytes, int processes, long timeMs, long outputBytes) {
        static Limits of(JobLimits limits) {
            return new Limits(
                    limits.cpus(),
                    limits.memoryBytes(),
                    limits.diskBytes(),
                    limits.processes(),
                    limits.time().toMillis(),
                    limits.outputBytes());
        }

        JobLimits toLimits() {
            return new JobLimits(cpus, memoryBytes, diskBytes, processes, Duration.ofMillis(timeMs), outputBytes);
        }
    }
}
