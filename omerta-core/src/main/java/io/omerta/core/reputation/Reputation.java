package io.omerta.core.reputation;

import io.omerta.core.job.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What this machine makes of a peer, and why: {@link #START}, and the points of all that it has seen of it. Good and bad fade
 * alike, so that the score goes back to the start.
 *
 * @param score 0 to 100
 * @param tallies what counted, the weightiest first; their points and the start add up to the score, within its bounds
 */
public record Reputation(int score, List<Tally> tallies) {
    /** Of a peer of which nothing is known. */
    public static final int START = 50;

    public static final Reputation UNKNOWN = new Reputation(START, List.of());

    private static final int MOST = 100;

    /** The earliest of each job counts; of several at once the worst. */
    private static final Comparator<Observation> FIRST = Comparator.comparing(Observation::seenAt)
            .thenComparingDouble(observation -> observation.deed().points())
            .thenComparing(Observation::job, Comparator.comparing(JobId::toString));

    private static final Comparator<Tally> WEIGHTIEST = Comparator.<Tally>comparingDouble(
                    tally -> -Math.abs(tally.points()))
            .thenComparing(Tally::deed);

    public Reputation {
        if (score < 0 || score > MOST) {
            throw new IllegalArgumentException("score: " + score + " is not within 0 to " + MOST);
        }
        tallies = List.copyOf(tallies);
    }

    /** A job, and on which side of it the peer was. */
    private record Occasion(Role role, JobId job) {}

    /** @param seen of one peer, in any order; each job counts once for each side of it */
    public static Reputation of(Instant now, Collection<Observation> seen) {
        Map<Deed, Tally> tallies = new EnumMap<>(Deed.class);
        Set<Occasion> counted = new HashSet<>();
        for (Observation observation : seen.stream().sorted(FIRST).toList()) {
            Deed deed = observation.deed();
            if (counted.add(new Occasion(deed.role(), observation.job()))) {
                Tally before = tallies.getOrDefault(deed, new Tally(deed, 0, 0, observation.seenAt()));
                tallies.put(deed, before.plus(observation, observation.points(now)));
            }
        }
        List<Tally> limited =
                new ArrayList<>(tallies.values().stream().map(Tally::limited).toList());
        limited.sort(WEIGHTIEST);
        double sum = limited.stream().mapToDouble(Tally::points).sum();
        return new Reputation(Math.clamp(Math.round(START + sum), 0, MOST), limited);
    }
}
