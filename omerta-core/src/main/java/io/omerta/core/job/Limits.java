package io.omerta.core.job;

import java.time.Duration;

/**
 * Bounds on a running job.
 *
 * @param time of RUNNING; zero for the provider's own limit
 * @param outputBytes stdout and stderr together; 0 for the provider's own limit
 */
public record Limits(Duration time, long outputBytes) {
    private static final Duration MAX_TIME = Duration.ofDays(365);

    // After MAX_TIME, which its constructor reads.
    public static final Limits PROVIDERS_OWN = new Limits(Duration.ZERO, 0);

    public Limits {
        if (time.isNegative() || time.compareTo(MAX_TIME) > 0) {
            throw new IllegalArgumentException("time limit: not between 0 and 365 days");
        }
        if (outputBytes < 0) {
            throw new IllegalArgumentException("output limit: " + outputBytes + " is negative");
        }
    }
}
