package io.omerta.core.job;

import java.time.Duration;

/**
 * What a job took.
 *
 * @param running wall time of the program, pauses excluded
 * @param paused while the VM stood still
 * @param bytesIn tunnel payload towards the VM
 * @param bytesOut tunnel payload from the VM
 * @param outputBytes stdout and stderr together
 * @param gate frames and datagrams of the VM
 * @param flows connections of the VM; known to the requester alone
 * @param paths ways of its datagrams; known to the requester alone
 */
public record Usage(
        Duration queued,
        Duration preparing,
        Duration running,
        Duration paused,
        Duration cpu,
        long peakMemoryBytes,
        long bytesIn,
        long bytesOut,
        long outputBytes,
        GateCounts gate,
        FlowCounts flows,
        PathCounts paths) {
    public static final Usage NOTHING = new Usage(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            0,
            0,
            0,
            0,
            GateCounts.NOTHING,
            FlowCounts.NOTHING,
            PathCounts.NOTHING);

    /** The same with what went through the tunnel and the gate. */
    public Usage withTraffic(long in, long out, GateCounts counts) {
        return new Usage(
                queued, preparing, running, paused, cpu, peakMemoryBytes, in, out, outputBytes, counts, flows, paths);
    }

    /** The same with what the requester's daemon saw of the tunnel. */
    public Usage withTunnel(FlowCounts asked, PathCounts taken) {
        return new Usage(
                queued,
                preparing,
                running,
                paused,
                cpu,
                peakMemoryBytes,
                bytesIn,
                bytesOut,
                outputBytes,
                gate,
                asked,
                taken);
    }
}
