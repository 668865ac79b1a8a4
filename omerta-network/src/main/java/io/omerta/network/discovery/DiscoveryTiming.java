package io.omerta.network.discovery;

import java.time.Duration;

/**
 * @param exchangeEvery how often each peer is asked
 * @param downAfter a peer that was not heard from for so long is down: two questions may get lost
 * @param answerWithin how long one answer may take, connecting included
 * @param announcementLifetime long enough for a peer that nobody can ask, short enough to be forgotten soon
 */
public record DiscoveryTiming(
        Duration exchangeEvery, Duration downAfter, Duration answerWithin, Duration announcementLifetime) {
    public static final DiscoveryTiming DEFAULT = new DiscoveryTiming(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(8), Duration.ofMinutes(2));

    public DiscoveryTiming {
        if (exchangeEvery.isNegative() || exchangeEvery.isZero() || downAfter.compareTo(exchangeEvery) < 0) {
            throw new IllegalArgumentException("timing: down after " + downAfter + ", asked every " + exchangeEvery);
        }
    }
}
