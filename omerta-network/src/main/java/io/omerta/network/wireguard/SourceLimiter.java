package io.omerta.network.wireguard;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A token bucket per source, used while the device is busy, behind a right mac2 (paper, section 5.3). Bounded: where
 * the table is full of recent sources, a new one is refused.
 */
final class SourceLimiter {
    /** The reference implementation's allowance: 20 a second, 5 at once. */
    private static final long TOKEN_NANOS = Duration.ofSeconds(1).toNanos() / 20;

    private static final long FULL_NANOS = 5 * TOKEN_NANOS;
    static final int SOURCES_MAX = 8_192;

    /** Sweeping the table costs as much as it is long: not for every packet of a flood. */
    private static final long SWEEP_NANOS = Duration.ofSeconds(1).toNanos();

    private final Map<ByteBuffer, Bucket> buckets = new HashMap<>();
    private long sweptAt;

    boolean allow(byte[] source, long now) {
        ByteBuffer key = ByteBuffer.wrap(source);
        Bucket bucket = buckets.get(key);
        if (bucket != null) {
            return bucket.take(now);
        }
        if (buckets.size() >= SOURCES_MAX && !sweep(now)) {
            return false;
        }
        buckets.put(key, new Bucket(now));
        return true;
    }

    private boolean sweep(long now) {
        if (now - sweptAt < SWEEP_NANOS) {
            return false;
        }
        sweptAt = now;
        buckets.values().removeIf(bucket -> bucket.isFull(now));
        return buckets.size() < SOURCES_MAX;
    }

    private static final class Bucket {
        private long credit = FULL_NANOS - TOKEN_NANOS;
        private long creditedAt;

        Bucket(long now) {
            creditedAt = now;
        }

        boolean take(long now) {
            credit = Math.min(FULL_NANOS, credit + (now - creditedAt));
            creditedAt = now;
            if (credit < TOKEN_NANOS) {
                return false;
            }
            credit -= TOKEN_NANOS;
            return true;
        }

        boolean isFull(long now) {
            return credit + (now - creditedAt) >= FULL_NANOS;
        }
    }
}
