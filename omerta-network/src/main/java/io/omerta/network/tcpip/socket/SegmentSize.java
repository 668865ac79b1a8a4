package io.omerta.network.tcpip.socket;

/**
 * The most data in a segment, in octets. Where long segments vanish without a word, because a narrow link on the way drops them
 * silently, shorter ones are tried (RFC 4821, section 7.7; the least is what every path carries). If those vanish as well it is
 * the path itself that is down, and the length is what it was.
 */
final class SegmentSize {
    /** As Linux: one or two time-outs in a row are ordinary losses. */
    private static final int SUSPICIOUS_TIMEOUTS = 3;

    private static final int SHORTER = 1_024;
    private static final int LEAST = 536;
    /** RFC 4821, section 7.7: paths change; a try costs a second or two if this one has not. */
    private static final long TRY_AGAIN_NANOS = 600_000_000_000L;

    private final int full;
    private int value;
    private long shortenedAt;

    SegmentSize(int full) {
        this.full = full;
        this.value = full;
    }

    int value() {
        return value;
    }

    /** The network says what fits, perhaps falsely: never below what every path carries. Returns whether that is news. */
    boolean shorten(long now, int bytes) {
        int shorter = Math.max(bytes, Math.min(full, LEAST));
        if (shorter >= value) {
            return false;
        }
        value = shorter;
        shortenedAt = now;
        return true;
    }

    /**
     * The retransmission time-out has fired.
     *
     * @param inARow how often without any progress
     */
    void onTimeout(long now, int inARow) {
        shortenedAt = now;
        value = switch (inARow - SUSPICIOUS_TIMEOUTS) {
            case 0 -> Math.min(full, full > SHORTER ? SHORTER : LEAST);
            case 1 -> Math.min(full, LEAST);
            default -> inARow < SUSPICIOUS_TIMEOUTS ? value : full;
        };
    }

    /** Something was acknowledged. */
    void onProgress(long now) {
        if (value < full && now - shortenedAt > TRY_AGAIN_NANOS) {
            value = full;
        }
    }
}
