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
     */
    record StateChanged(
            long sequence, Instant time, JobState state, String detail, Optional<String> provider, Duration vmReady)
            implements JobEvent {}

    record Output(long sequence, Instant time, boolean standardError, Blob data) implements JobEvent {}

    record Ended(long sequence, Instant time, JobEnd end) implements JobEvent {}
}
