package io.omerta.network.tcpip.socket;

/**
 * RACK (RFC 8985): a segment is lost when one sent later has arrived and a reordering window has passed. Unlike duplicate
 * counting it also finds lost retransmissions.
 */
final class Rack {
    /** RFC 8985 §6.2: as many selectively acknowledged segments end the patience for reordering. */
    private static final int DUPLICATE_THRESHOLD = 3;

    private final RttEstimator rtt;
    private long newestSentAt = Long.MIN_VALUE;
    private int newestEnd;
    private long newestRtt;
    private boolean reorderingSeen;
    private int highestArrived;
    private boolean anyArrived;

    Rack(RttEstimator rtt) {
        this.rtt = rtt;
    }

    /** Step 2 and 3: a segment was acknowledged, selectively or not. */
    void onArrived(SentSegment segment, long now) {
        noticeReordering(segment);
        long elapsed = now - segment.sentAt();
        if (segment.sentAgain() && elapsed < rtt.least()) {
            // Too soon for the retransmission: it is the original that arrived.
            return;
        }
        if (newestSentAt == Long.MIN_VALUE || isLater(segment.sentAt(), segment.end(), newestSentAt, newestEnd)) {
            newestSentAt = segment.sentAt();
            newestEnd = segment.end();
            newestRtt = elapsed;
        }
    }

    private void noticeReordering(SentSegment segment) {
        if (anyArrived && Sequence.before(segment.end(), highestArrived)) {
            reorderingSeen |= !segment.sentAgain();
        } else {
            highestArrived = segment.end();
            anyArrived = true;
        }
    }

    /**
     * Steps 4 and 5: marks what is lost.
     *
     * @return nanoseconds until more may have to be marked; 0 if nothing waits
     */
    long detect(SentQueue sent, long now, boolean recovering) {
        if (newestSentAt == Long.MIN_VALUE) {
            return 0;
        }
        long patience = newestRtt + reorderingWindow(sent, recovering);
        long wait = 0;
        for (int i = 0; i < sent.size(); i++) {
            SentSegment segment = sent.get(i);
            if (segment.inFlight() && isLater(newestSentAt, newestEnd, segment.sentAt(), segment.end())) {
                long remaining = segment.sentAt() + patience - now;
                if (remaining <= 0) {
                    sent.markLost(segment);
                } else {
                    wait = Math.max(wait, remaining);
                }
            }
        }
        return wait;
    }

    private long reorderingWindow(SentQueue sent, boolean recovering) {
        if (!reorderingSeen && (recovering || sent.sackedCount() >= DUPLICATE_THRESHOLD)) {
            return 0;
        }
        return Math.min(rtt.least() / 4, rtt.smoothed());
    }

    private static boolean isLater(long sentAt, int end, long otherSentAt, int otherEnd) {
        return sentAt > otherSentAt || (sentAt == otherSentAt && Sequence.after(end, otherEnd));
    }
}
