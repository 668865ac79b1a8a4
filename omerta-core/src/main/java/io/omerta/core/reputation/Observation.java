package io.omerta.core.reputation;

import io.omerta.core.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * That a peer did something.
 *
 * @param job that it did it with
 * @param seenAt kept to the millisecond
 */
public record Observation(Deed deed, JobId job, Instant seenAt) {
    /**
     * After this time an observation counts half. A machine that was broken is mended within days, and should not be shunned
     * for ever; who cheated before the weekend should not be as good as new behind it.
     */
    public static final Duration HALF_LIFE = Duration.ofDays(14);

    /** Half of the least that is shown. */
    private static final double NOTHING = 0.05;

    public Observation {
        seenAt = seenAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** What it counts now; before it was seen, as after a clock was put right, as much as then. */
    double points(Instant now) {
        double age = Math.max(0, Duration.between(seenAt, now).toMillis());
        return deed.points() * Math.pow(0.5, age / HALF_LIFE.toMillis());
    }

    /** From then on it counts nothing that anybody would see. Of two, the one that is later forgotten weighs more. */
    public Instant countsUntil() {
        double halvings = Math.log(Math.abs(deed.points()) / NOTHING) / Math.log(2);
        return seenAt.plusMillis((long) (halvings * HALF_LIFE.toMillis()));
    }
}
