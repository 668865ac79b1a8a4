package io.omerta.core.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One thing that happened to a job; numbered from 1 within one log, the last one is {@link Ended}. */
public sealed interface JobEvent {
    long sequence();

    Instant time();

    /**
     * @param provider peer id, once known
     * @param vmReady from the start of the VM to its agent's answer
     * @param paused the VM stands still; only of a job that is RUNNING, and {@code detail} says why
     */
    record StateChanged(
            long sequence,
            Instant time,
            JobState state,
            String detail,
            Optional<String> provider,
            Duration vmReady,
            boolean paused)
            implements JobEvent {
        public StateChanged {
            if (paused && state != JobState.RUNNING) {
                throw new IllegalArgumentException("paused: a job that is " + state);
            }
        }

        /** Not paused. */
        public StateChanged(
                long sequence,
                Instant time,
                JobState state,
                String detail,
                Optional<String> provider,
                Duration vmReady) {
            this(sequence, time, state, detail, provider, vmReady, false);
        }
    }

    record Output(long sequence, Instant time, boolean standardError, Blob data) implements JobEvent {}

    record Ended(long sequence, Instant time, JobEnd end) implements JobEvent {}
}
