package io.omerta.network.tcpip.socket;

/** Round-trip time and retransmission time-out (RFC 6298); all times in nanoseconds. */
final class RttEstimator {
    private static final long INITIAL_RTO = 1_000_000_000L;
    private static final long MAX_RTO = 60_000_000_000L;
    private static final int MAX_BACK_OFF_SHIFT = 10;

    private final long minRto;
    private long smoothed;
    private long variation;
    private long least = Long.MAX_VALUE;
    private int backOff;

    RttEstimator(long minRto) {
        this.minRto = minRto;
    }

    /** Takes a measurement from a segment that was sent once only (Karn's algorithm). */
    void sample(long rtt) {
        if (smoothed == 0) {
            smoothed = Math.max(1, rtt);
            variation = rtt / 2;
        } else {
            variation = (3 * variation + Math.abs(smoothed - rtt)) / 4;
            smoothed = Math.max(1, (7 * smoothed + rtt) / 8);
        }
        least = Math.min(least, rtt);
        backOff = 0;
    }

    /** Doubles the time-out after it fired. */
    void backOff() {
        backOff = Math.min(backOff + 1, MAX_BACK_OFF_SHIFT);
    }

    boolean isKnown() {
        return smoothed != 0;
    }

    /** Smoothed round-trip time; 0 before the first measurement. */
    long smoothed() {
        return smoothed;
    }

    /** Least round-trip time seen; a very large number before the first measurement. */
    long least() {
        return least;
    }

    long timeout() {
        // The variation counts at least the minimum: on a steady path the time-out must stay above a delayed
        // acknowledgment.
        long base = isKnown() ? smoothed + Math.max(minRto, 4 * variation) : INITIAL_RTO;
        return Math.min(MAX_RTO, base << backOff);
    }
}
