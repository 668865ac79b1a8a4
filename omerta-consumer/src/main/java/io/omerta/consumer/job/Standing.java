package io.omerta.consumer.job;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a job that runs is paused.
 *
 * @param paused why it stands still, one sentence or nothing; empty when it does not
 * @param pausedTime so far
 */
public record Standing(Optional<String> paused, Duration pausedTime) {
    static final Standing NEVER_PAUSED = new Standing(Optional.empty(), Duration.ZERO);
}
