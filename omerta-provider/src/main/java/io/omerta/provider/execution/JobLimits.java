package io.omerta.provider.execution;

import io.omerta.core.job.JobSpec;
import java.time.Duration;

/**
 * What one job may use, the provider's own limits filled in where the requester named none.
 *
 * @param cpus of its VM
 * @param memoryBytes of all its processes together
 * @param diskBytes of what it writes
 * @param processes at the same time, threads counted
 * @param time of RUNNING
 * @param outputBytes stdout and stderr together
 */
public record JobLimits(int cpus, long memoryBytes, long diskBytes, int processes, Duration time, long outputBytes) {
    private static final int MIN_PROCESSES = 64;
    private static final int MAX_PROCESSES = 4096;

    /** A job of very many processes runs out of this before it runs out of memory: each takes a few hundred kilobytes. */
    private static final long MEMORY_BYTES_PER_PROCESS = 1 << 20;

    /**
     * @param time where the job names no limit
     * @param outputBytes where the job names no limit
     */
    public static JobLimits of(JobSpec job, Duration time, long outputBytes) {
        long memory = job.resources().memoryBytes();
        return new JobLimits(
                job.resources().cpus(),
                memory,
                job.resources().diskBytes(),
                Math.clamp(memory / MEMORY_BYTES_PER_PROCESS, MIN_PROCESSES, MAX_PROCESSES),
                job.limits().time().isZero() ? time : job.limits().time(),
                job.limits().outputBytes() == 0 ? outputBytes : job.limits().outputBytes());
    }
}
