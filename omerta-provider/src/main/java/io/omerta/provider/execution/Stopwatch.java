package io.omerta.provider.execution;

import io.omerta.core.job.FlowCounts;
import io.omerta.core.job.GateCounts;
import io.omerta.core.job.PathCounts;
import io.omerta.core.job.PausedTime;
import io.omerta.core.job.Usage;
import io.omerta.vm.agent.AgentEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time a job spent in each part of its life. */
final class Stopwatch {
    private final Duration accepted;
    private @Nullable Duration allocated;
    private @Nullable Duration started;
    private final PausedTime pauses;

    Stopwatch(Duration now) {
        accepted = now;
        pauses = new PausedTime();
    }

    /** Of a job that stands still since then, and has spent its time so. */
    Stopwatch(Duration now, LifeSnapshot spent) {
        started = now.minus(spent.running()).minus(spent.paused());
        allocated = started.minus(spent.preparing());
        accepted = allocated.minus(spent.queued());
        pauses = new PausedTime(spent.paused());
        pauses.pause(now);
    }

    void allocated(Duration now) {
        allocated = now;
    }

    void started(Duration now) {
        started = now;
    }

    void paused(Duration now) {
        pauses.pause(now);
    }

    void resumed(Duration now) {
        pauses.resume(now);
    }

    /** Of a job that runs, or is paused. */
    LifeSnapshot snapshot(
            Duration now, Duration runningLeft, Duration leaseLeft, long outputBytes, boolean pausedByOwner) {
        Usage spent = usage(now, outputBytes);
        return new LifeSnapshot(
                spent.queued(),
                spent.preparing(),
                spent.running(),
                spent.paused(),
                runningLeft,
                leaseLeft,
                outputBytes,
                pausedByOwner);
    }

    private Duration running(Duration now) {
        return started == null ? Duration.ZERO : now.minus(started).minus(pauses.total(now));
    }

    /** Without a word of the agent: the VM was terminated, or there was none. */
    Usage usage(Duration now, long outputBytes) {
        return usage(now, outputBytes, running(now), Duration.ZERO, 0);
    }

    /** The guest's own measures, as far as they can be true. */
    Usage usage(Duration now, long outputBytes, AgentEvent.Ended program, JobLimits limits) {
        Duration elapsed = running(now);
        Duration cpu = least(program.cpu(), elapsed.multipliedBy(limits.cpus()));
        long peak = Math.min(program.peakMemoryBytes(), limits.memoryBytes());
        return usage(now, outputBytes, least(program.wall(), elapsed), cpu, peak);
    }

    private Usage usage(Duration now, long outputBytes, Duration running, Duration cpu, long peakMemoryBytes) {
        Duration leftQueue = allocated == null ? now : allocated;
        Duration leftPreparation = started == null ? now : started;
        return new Usage(
                leftQueue.minus(accepted),
                leftPreparation.minus(leftQueue),
                running,
                pauses.total(now),
                cpu,
                peakMemoryBytes,
                0,
                0,
                outputBytes,
                GateCounts.NOTHING,
                FlowCounts.NOTHING,
                PathCounts.NOTHING);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
