package io.omerta.network.discovery;

import java.time.Duration;

/**
 * @param announcementLifetime how long others keep what this machine says
 * @param announceEvery less than half of it: one time it may get lost; of all that an idle machine sends, most is that
 * @param downAfter a peer that was not heard from for so long is down
 * @param askAgainAfter who was not heard from for so long is asked before it is said to be up
 * @param searchAgainAfter what was found is good for so long
 * @param answerWithin at most so long a look at the members takes
 */
public record DiscoveryTiming(
        Duration announcementLifetime,
        Duration announceEvery,
        Duration downAfter,
        Duration askAgainAfter,
        Duration searchAgainAfter,
        Duration answerWithin) {
    public static final DiscoveryTiming DEFAULT = new DiscoveryTiming(
            Duration.ofHours(2),
            Duration.ofMinutes(55),
            Duration.ofSeconds(8),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofMillis(700));
}
