package io.omerta.network.tcpip.socket;

import io.omerta.network.tcpip.wire.SackBlock;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The receiving half of a synchronized connection: reassembly, the window offered, and when to acknowledge. The right edge
 * of the window never moves back (RFC 9293 §3.8.6).
 */
final class Receiver {
    private final Ring buffer;
    private final int limit;
    private final int shift;
    private final int mss;
    private final boolean sack;
    private final long delayNanos;
    private final ArrivedRanges ranges = new ArrivedRanges();

    private int next;
    private int edge;
    private boolean finKnown;
    private int finSequence;
    private boolean finTaken;

    private int acksDue;
    private int unacknowledged;
    private long ackDeadline = TcpConnection.NEVER;

    /** Starts behind a handshake; {@code first} is the number behind the peer's SYN. */
    Receiver(TcpConfig config, BufferBudget budget, Handshake.Agreement agreement, int first) {
        this.limit = config.receiveBufferBytes();
        this.buffer = new Ring(limit, budget);
        this.shift = agreement.receiveShift();
        this.mss = agreement.payloadBytes();
        this.sack = agreement.sack();
        this.delayNanos = config.delayedAck().toNanos();
        this.next = first;
        this.edge = first + Math.min(0xFFFF, buffer.attainable());
    }

    int next() {
        return next;
    }

    int window() {
        return edge - next;
    }

    int readable() {
        return buffer.size();
    }

    /** Whether the peer's FIN was reached: no more data will ever come. */
    boolean finTaken() {
        return finTaken;
    }

    /** The segment acceptability test (RFC 9293 §3.4, table 6). */
    boolean isAcceptable(int sequence, int length) {
        if (length == 0) {
            return window() == 0 ? sequence == next : isInWindow(sequence);
        }
        return window() > 0 && (isInWindow(sequence) || isInWindow(sequence + length - 1));
    }

    private boolean isInWindow(int sequence) {
        return !Sequence.before(sequence, next) && Sequence.before(sequence, edge);
    }

    /** Takes text and FIN of an acceptable segment. */
    void accept(long now, int sequence, ByteBuffer payload, boolean fin) {
        int end = sequence + payload.remaining();
        if (fin && !finKnown && !Sequence.after(end, edge)) {
            finKnown = true;
            finSequence = end;
        }
        if (payload.hasRemaining()) {
            store(sequence, payload);
        }
        boolean tookFin = finKnown && next == finSequence && !finTaken;
        if (tookFin) {
            finTaken = true;
            next++;
            edge = Sequence.max(edge, next);
        }
        decideAck(now, sequence, end, tookFin || fin);
    }

    private void store(int sequence, ByteBuffer payload) {
        int start = Sequence.max(sequence, next);
        int end = Sequence.min(sequence + payload.remaining(), finKnown ? Sequence.min(edge, finSequence) : edge);
        if (!Sequence.after(end, start)) {
            return;
        }
        ByteBuffer fresh = payload.slice(payload.position() + (start - sequence), end - start);
        if (start != next && !ranges.hasRoom()) {
            return;
        }
        int taken = buffer.put(buffer.size() + (start - next), fresh);
        if (taken > 0) {
            advance(ranges.add(next, start, start + taken));
        }
    }

    private void advance(int reached) {
        buffer.extend(reached - next);
        next = reached;
    }

    private void decideAck(long now, int sequence, int end, boolean atOnce) {
        boolean inOrder = end == next && ranges.isEmpty();
        if (atOnce || !inOrder || sequence == end) {
            // Each out-of-order segment must be answered (RFC 5681 §4.2); with SACK one answer tells of all of them.
            acksDue = sack || inOrder ? 1 : acksDue + 1;
            return;
        }
        unacknowledged += end - sequence;
        if (unacknowledged >= 2 * mss) {
            acksDue = Math.max(1, acksDue);
        } else if (ackDeadline == TcpConnection.NEVER) {
            ackDeadline = now + delayNanos;
        }
    }

    ByteBuffer view() {
        return buffer.view(0, buffer.size(), false).asReadOnlyBuffer();
    }

    /** The user has taken {@code count} bytes: the peer hears of the room when it is worth a segment (RFC 9293 §3.8.6.2.2). */
    void consume(int count) {
        buffer.drop(count);
        int possible = possibleWindow();
        if (!finKnown && possible >= 2 * window() && possible - window() >= Math.min(mss, limit / 2)) {
            acknowledgeNow();
        }
    }

    private int possibleWindow() {
        // The field is rounded up to a multiple of the scale; the room for that is kept back.
        int reserve = (1 << shift) - 1;
        return Math.max(0, Math.min(limit, buffer.attainable()) - buffer.size() - reserve);
    }

    /** The window field for a segment sent now; moves the edge. */
    int advertise() {
        int possible = possibleWindow();
        if (possible - window() >= Math.min(mss, limit / 2)) {
            edge = next + Math.min(possible, 0xFFFF << shift);
        }
        return Math.min(0xFFFF, (window() + (1 << shift) - 1) >>> shift);
    }

    void acknowledgeNow() {
        acksDue = Math.max(1, acksDue);
    }

    int acksDue() {
        return acksDue;
    }

    /** A segment went out and carried the acknowledgment. */
    void acknowledged() {
        acksDue = Math.max(0, acksDue - 1);
        unacknowledged = 0;
        ackDeadline = TcpConnection.NEVER;
    }

    /** Whether blocks must be told, which only bare acknowledgments have room for. */
    boolean hasSack() {
        return sack && !ranges.isEmpty();
    }

    List<SackBlock> sackBlocks(int most) {
        return sack ? ranges.newest(most) : List.of();
    }

    long deadline() {
        return ackDeadline;
    }

    void onTimer(long now) {
        if (now >= ackDeadline) {
            acknowledgeNow();
            ackDeadline = TcpConnection.NEVER;
        }
    }

    void release() {
        buffer.release();
    }
}
