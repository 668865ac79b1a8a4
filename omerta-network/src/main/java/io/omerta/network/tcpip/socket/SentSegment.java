package io.omerta.network.tcpip.socket;

/** A stretch of sequence space that was sent as one segment and is not acknowledged up to its end. */
final class SentSegment {
    private int start;
    private final int end;
    private long sentAt;
    private boolean sentAgain;
    private boolean sacked;
    private boolean lost;

    SentSegment(int start, int end, long sentAt) {
        this.start = start;
        this.end = end;
        this.sentAt = sentAt;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int length() {
        return end - start;
    }

    /** When it was sent last. */
    long sentAt() {
        return sentAt;
    }

    boolean sentAgain() {
        return sentAgain;
    }

    boolean sacked() {
        return sacked;
    }

    /** Whether it is presumed lost and was not sent again since. */
    boolean lost() {
        return lost;
    }

    boolean inFlight() {
        return !sacked && !lost;
    }

    void acknowledgeUpTo(int sequence) {
        start = sequence;
    }

    /** Takes the first {@code count} octets off, as a segment of their own that is presumed lost as well. */
    SentSegment cutOff(int count) {
        SentSegment front = new SentSegment(start, start + count, sentAt);
        front.sentAgain = sentAgain;
        front.lost = true;
        start += count;
        return front;
    }

    void markSacked() {
        sacked = true;
        lost = false;
    }

    /** Forgets that the peer said it has the segment: it is allowed to drop it again (RFC 2018 §8). */
    void forgetSack() {
        sacked = false;
    }

    void markLost() {
        lost = true;
    }

    void markSentAgain(long now) {
        lost = false;
        sentAgain = true;
        sentAt = now;
    }
}
