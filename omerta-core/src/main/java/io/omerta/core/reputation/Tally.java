package io.omerta.core.reputation;

import java.time.Instant;

/**
 * All observations of one kind.
 *
 * @param times how often it was seen, as far as that is remembered
 * @param points what they count together, now
 * @param last when it was last seen
 */
public record Tally(Deed deed, int times, double points, Instant last) {
    Tally plus(Observation observation, double more) {
        Instant seen = observation.seenAt();
        return new Tally(deed, times + 1, points + more, seen.isAfter(last) ? seen : last);
    }

    Tally limited() {
        return new Tally(deed, times, deed.limited(points), last);
    }
}
