package io.omerta.network.wireguard;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * The TAI64N timestamps of our initiations (paper, section 5.4.2). The wall clock is read once, by the caller; from
 * then on they follow the monotonic time and always grow, whatever is done to the wall clock.
 */
final class TimestampSource {
    static final int BYTES = 12;
    /** 1970-01-01 as TAI64: 2^62, and the 10 seconds by which TAI was then ahead. */
    private static final long TAI64_EPOCH = (1L << 62) + 10;
    /** Nanoseconds are cut to 16 ms steps: finer ones would tell an observer about our clock. */
    private static final long STEP_NANOS = 1 << 24;

    private final Instant wallAtStart;
    private final long start;
    private Instant last = Instant.MIN;

    TimestampSource(Instant wall, long now) {
        this.wallAtStart = wall;
        this.start = now;
    }

    byte[] next(long now) {
        Instant exact = wallAtStart.plusNanos(now - start);
        Instant cut = Instant.ofEpochSecond(exact.getEpochSecond(), exact.getNano() / STEP_NANOS * STEP_NANOS);
        last = cut.isAfter(last) ? cut : last.plusNanos(STEP_NANOS);
        return ByteBuffer.allocate(BYTES)
                .putLong(TAI64_EPOCH + last.getEpochSecond())
                .putInt(last.getNano())
                .array();
    }
}
