package io.omerta.network.tcpip.stack;

/** Lets through so many a second, and a burst of as many. */
final class TokenBucket {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final int perSecond;
    private double tokens;
    private long filledAt;

    TokenBucket(int perSecond, long now) {
        this.perSecond = perSecond;
        this.tokens = perSecond;
        this.filledAt = now;
    }

    boolean tryTake(long now) {
        tokens = Math.min(perSecond, tokens + (double) (now - filledAt) / SECOND_NANOS * perSecond);
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
