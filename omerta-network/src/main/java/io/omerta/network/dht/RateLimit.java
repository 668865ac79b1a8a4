package io.omerta.network.dht;

import java.time.Duration;

/** A token bucket: so many a second, and as many at once as a second gives. */
final class RateLimit {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final long each;
    private long credit = SECOND;
    private long creditedAt;

    RateLimit(int perSecond, long now) {
        this.each = SECOND / perSecond;
        this.creditedAt = now;
    }

    boolean take(long now) {
        credit = Math.min(SECOND, credit + (now - creditedAt));
        creditedAt = now;
        if (credit < each) {
            return false;
        }
        credit -= each;
        return true;
    }
}
