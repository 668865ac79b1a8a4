package io.omerta.network.tcpip.socket;

/**
 * When slow start has gone far enough although nothing is lost yet: round trips grow, so a queue does (HyStart++, RFC 9406). It
 * saves the burst of losses with which slow start ends otherwise. Growth is first made slow; where the round trips shrink again,
 * it was a false alarm.
 */
final class SlowStart {
    private static final int SAMPLES = 8;
    private static final long LEAST_RISE_NANOS = 4_000_000;
    private static final long MOST_RISE_NANOS = 16_000_000;
    private static final int RISE_DIVISOR = 8;
    private static final int SLOW_ROUNDS = 5;
    private static final int SLOW_DIVISOR = 4;
    private static final long UNKNOWN = Long.MAX_VALUE;

    private long lastLeast = UNKNOWN;
    private long least = UNKNOWN;
    private int samples;
    private boolean slow;
    private long slowLeast;
    private int slowRounds;

    /** All that was under way when the last round began is acknowledged. */
    void onRound() {
        lastLeast = least;
        least = UNKNOWN;
        samples = 0;
        slowRounds += slow ? 1 : 0;
    }

    /** A measurement. */
    void onRoundTrip(long rtt) {
        least = Math.min(least, rtt);
        samples++;
        if (samples < SAMPLES) {
            return;
        }
        if (slow) {
            slow = least >= slowLeast;
        } else if (lastLeast != UNKNOWN && least >= lastLeast + rise()) {
            slow = true;
            slowLeast = least;
            slowRounds = 0;
        }
    }

    private long rise() {
        return Math.clamp(lastLeast / RISE_DIVISOR, LEAST_RISE_NANOS, MOST_RISE_NANOS);
    }

    /** How much the window grows when so many bytes were acknowledged. */
    double growth(double bytes) {
        return slow ? bytes / SLOW_DIVISOR : bytes;
    }

    /** Whether slow start is over. */
    boolean isOver() {
        return slow && slowRounds >= SLOW_ROUNDS;
    }
}
