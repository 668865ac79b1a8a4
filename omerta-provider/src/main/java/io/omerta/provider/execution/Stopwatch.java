package io.omerta.provider.execution;

import io.omerta.core.job.Usage;
import io.omerta.vm.agent.AgentEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time a job spent in each part of its life. */
final class Stopwatch {
    private final Duration accepted;
    private @Nullable Duration allocated;
    private @Nullable Duration started;

    Stopwatch(Duration now) {
        accepted = now;
    }

    void allocated(Duration now) {
        allocated = now;
    }

    void started(Duration now) {
        started = now;
    }

    /** Without a word of the agent: the VM was terminated, or there was none. */
    Usage usage(Duration now, long outputBytes) {
        Duration running = started == null ? Duration.ZERO : now.minus(started);
        return usage(now, outputBytes, running, Duration.ZERO, 0);
    }

    /** The guest's own measures, as far as they can be true. */
    Usage usage(Duration now, long outputBytes, AgentEvent.Ended program, JobLimits limits) {
        Duration elapsed = started == null ? Duration.ZERO : now.minus(started);
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
                cpu,
                peakMemoryBytes,
                0,
                0,
                outputBytes);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
