package io.omerta.network.discovery;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * This machine's clock and those of most others are too far apart.
 *
 * @param here what it said here
 * @param there what the clocks of others said then, the one in the middle
 */
public record ClockProblem(Instant here, Instant there) {
    public String sentence() {
        return "the clock here says " + here.truncatedTo(ChronoUnit.SECONDS) + ", those of most others "
                + there.truncatedTo(ChronoUnit.SECONDS);
    }
}
