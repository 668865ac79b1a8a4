package io.omerta.network.tcpip.socket;

import io.omerta.network.tcpip.wire.TcpSegment;

/** What the peer has room for (SND.WND, SND.WL1 and SND.WL2 of RFC 9293 §3.3.1). */
final class SendWindow {
    private final int shift;
    private int size;
    private int largest;
    private int updateSequence;
    private int updateAcknowledgment;

    /** The window of a SYN is never scaled (RFC 7323 §2.2). */
    SendWindow(int shift, TcpSegment syn) {
        this.shift = shift;
        this.size = syn.window();
        this.largest = size;
        this.updateSequence = syn.sequence();
        this.updateAcknowledgment = syn.acknowledgment();
    }

    int size() {
        return size;
    }

    /** The largest that the peer ever offered. */
    int largest() {
        return largest;
    }

    /** Takes the window of a segment that is not older than the last one taken; says whether the size changed. */
    boolean update(TcpSegment segment) {
        boolean newer = Sequence.before(updateSequence, segment.sequence())
                || (updateSequence == segment.sequence()
                        && !Sequence.after(updateAcknowledgment, segment.acknowledgment()));
        if (!newer) {
            return false;
        }
        int before = size;
        size = segment.window() << shift;
        largest = Math.max(largest, size);
        updateSequence = segment.sequence();
        updateAcknowledgment = segment.acknowledgment();
        return size != before;
    }
}
