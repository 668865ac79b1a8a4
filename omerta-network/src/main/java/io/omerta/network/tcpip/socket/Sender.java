package io.omerta.network.tcpip.socket;

import io.omerta.network.tcpip.wire.TcpFlags;
import io.omerta.network.tcpip.wire.TcpSegment;
import java.nio.ByteBuffer;

/**
 * The sending half of a synchronized connection: what may be sent when (RFC 9293 §3.8, RFC 5681). {@code una <= nxt} always;
 * the buffer's head is the byte at {@code una}; a FIN takes the number behind the last byte.
 */
final class Sender {
    private final Ring buffer;
    private final int bufferLimit;
    private final SegmentSize size;
    private final SendWindow window;
    private final SentQueue sent = new SentQueue();
    private final CongestionControl congestion;
    private final LossRecovery recovery;
    private final RttEstimator rtt;

    private int una;
    private int nxt;
    private boolean finQueued;
    private boolean finSent;
    private boolean finAcknowledged;
    private boolean congestionLimited;
    private boolean windowProbeDue;
    private long persistDeadline = TcpConnection.NEVER;
    private long lastSentAt;
    private long stalledSince;

    /** Starts behind a handshake; {@code first} is the number behind our SYN. */
    Sender(TcpConfig config, BufferBudget budget, Handshake.Agreement agreement, SendWindow window, int first) {
        this.bufferLimit = config.sendBufferBytes();
        this.buffer = new Ring(bufferLimit, budget);
        this.size = new SegmentSize(agreement.payloadBytes());
        this.window = window;
        this.una = first;
        this.nxt = first;
        this.rtt = new RttEstimator(config.minRto().toNanos());
        this.congestion = new Cubic(agreement.payloadBytes(), 2 * bufferLimit);
        this.recovery = new LossRecovery(sent, congestion, rtt, agreement.sack(), agreement.payloadBytes(), first);
    }

    int una() {
        return una;
    }

    int nxt() {
        return nxt;
    }

    boolean finAcknowledged() {
        return finAcknowledged;
    }

    /** When data began to wait for an acknowledgment without any progress; only meaningful while {@link #isStalled}. */
    long stalledSince() {
        return stalledSince;
    }

    /** Whether something sent is not acknowledged. */
    boolean isStalled() {
        return sent.size() > 0;
    }

    RttEstimator rtt() {
        return rtt;
    }

    /**
     * Twice what may be in flight is enough to keep the path full (and leaves memory to others). A crumb of room is not told
     * of as long as there is something to send: each acknowledgment would fetch its two segments by a call of its own.
     */
    int writable() {
        int useful = Math.max(4 * Ring.LEAST_BYTES, 2 * congestion.window());
        int most = Math.min(Math.min(useful, bufferLimit), buffer.attainable());
        int room = most - buffer.size();
        boolean crumb = room < most / 4 && unsent() >= 2 * size.value();
        return finQueued || crumb ? 0 : Math.max(0, room);
    }

    /** Takes what fits of {@code source}, at most {@link #writable}. */
    int write(ByteBuffer source) {
        int count = Math.min(source.remaining(), writable());
        if (count == 0) {
            return 0;
        }
        int taken = buffer.put(buffer.size(), source.slice(source.position(), count));
        buffer.extend(taken);
        source.position(source.position() + taken);
        return taken;
    }

    void finish() {
        finQueued = true;
    }

    void release() {
        buffer.release();
    }

    /** RFC 5961 §5.2: not older than the largest window, not of what was never sent. */
    boolean isAcceptable(int acknowledgment) {
        return !Sequence.after(acknowledgment, nxt)
                && !Sequence.before(acknowledgment, una - Math.max(window.largest(), size.value()));
    }

    /**
     * Takes an acceptable acknowledgment.
     *
     * @param echoedRtt round-trip time that the timestamps option shows, negative if none
     */
    void onAcknowledgment(long now, TcpSegment segment, long echoedRtt) {
        int acknowledgment = segment.acknowledgment();
        boolean windowChanged = !Sequence.before(acknowledgment, una) && window.update(segment);
        if (window.size() > 0) {
            persistDeadline = TcpConnection.NEVER;
        }
        boolean duplicate = acknowledgment == una && segment.length() == 0 && !windowChanged && sent.size() > 0;
        recovery.onSack(now, segment.options().sack(), una, nxt);
        int advanced = Sequence.after(acknowledgment, una) ? advance(now, acknowledgment) : 0;
        recovery.onRoundTrip(advanced > 0 ? echoedRtt : -1);
        recovery.onAcknowledged(now, una, nxt, advanced, duplicate, congestionLimited);
    }

    private int advance(long now, int acknowledgment) {
        recovery.onCumulative(now, acknowledgment);
        int count = acknowledgment - una;
        finAcknowledged = finSent && acknowledgment == nxt;
        buffer.drop(finAcknowledged ? count - 1 : count);
        una = acknowledgment;
        stalledSince = now;
        size.onProgress(now);
        return count;
    }

    /** A segment that is under way does not fit the path: from now on shorter ones are sent, and at once in place of such. */
    void onTooLong(long now, int sequence, int payloadBytes) {
        boolean underWay = !Sequence.before(sequence, una) && Sequence.before(sequence, nxt);
        if (underWay && size.shorten(now, payloadBytes)) {
            recovery.onTooLong(size.value());
        }
    }

    /** Sends all that is due and may be sent. */
    void dispatch(long now, SegmentOutput out) {
        if (sent.size() == 0 && now - lastSentAt > rtt.timeout()) {
            congestion.onIdle();
        }
        congestionLimited = false;
        probe(now, out);
        while (sendLost(now, out) || sendNew(now, out)) {
            lastSentAt = now;
        }
        armPersist(now);
    }

    private void probe(long now, SegmentOutput out) {
        if (windowProbeDue) {
            windowProbeDue = false;
            // An old number and no data: the peer must answer with its window, and nothing changes if this is lost.
            out.send(una - 1, TcpFlags.ACK, TcpSegment.nothing());
        }
        if (recovery.takeTailProbe() && sent.size() > 0 && !sendNewWithin(now, out, Integer.MAX_VALUE)) {
            sendAgain(now, sent.last(), out);
        }
    }

    private boolean sendLost(long now, SegmentOutput out) {
        SentSegment lost = sent.firstLost();
        if (lost == null) {
            return false;
        }
        if (!recovery.mayRetransmit(lost.length())) {
            congestionLimited = true;
            return false;
        }
        sendAgain(now, lost.length() > size.value() ? sent.splitFirstLost(size.value()) : lost, out);
        return true;
    }

    private void sendAgain(long now, SentSegment segment, SegmentOutput out) {
        boolean withFin = finSent && segment.end() == nxt;
        int length = segment.length() - (withFin ? 1 : 0);
        ByteBuffer payload = buffer.view(segment.start() - una, length, true);
        out.send(segment.start(), flags(withFin, true), payload);
        recovery.onSentAgain(now, segment);
        lastSentAt = now;
    }

    private boolean sendNew(long now, SegmentOutput out) {
        return sendNewWithin(now, out, recovery.room());
    }

    private boolean sendNewWithin(long now, SegmentOutput out, int congestionRoom) {
        if (finSent || !isWaiting()) {
            return false;
        }
        int unsent = unsent();
        int usable = usableWindow();
        int length = Math.min(Math.min(unsent, size.value()), usable);
        if (usable <= 0 || isSilly(length, unsent)) {
            return false;
        }
        if (length > congestionRoom) {
            congestionLimited = true;
            return false;
        }
        transmit(now, length, finQueued && length == unsent && usable > length, out);
        return true;
    }

    /** Whether bytes or a FIN were handed over and not sent. */
    private boolean isWaiting() {
        return unsent() > 0 || (finQueued && !finSent);
    }

    private int unsent() {
        return finSent ? 0 : buffer.size() - (nxt - una);
    }

    private int usableWindow() {
        return una + window.size() - nxt;
    }

    /** Sender's side of the silly window syndrome (RFC 9293 §3.8.6.2.1): no crumbs because of a window that is about to grow. */
    private boolean isSilly(int length, int unsent) {
        return length < size.value() && length < unsent && length < window.largest() / 2 && sent.size() > 0;
    }

    private void transmit(long now, int length, boolean withFin, SegmentOutput out) {
        if (length == 0 && !withFin) {
            return;
        }
        ByteBuffer payload = buffer.view(nxt - una, length, true);
        out.send(nxt, flags(withFin, length == unsent()), payload);
        if (sent.size() == 0) {
            stalledSince = now;
        }
        int end = nxt + length + (withFin ? 1 : 0);
        recovery.onSent(now, new SentSegment(nxt, end, now));
        nxt = end;
        finSent |= withFin;
    }

    private static int flags(boolean fin, boolean push) {
        return TcpFlags.ACK | (fin ? TcpFlags.FIN : 0) | (push ? TcpFlags.PSH : 0);
    }

    private void armPersist(long now) {
        boolean blocked = sent.size() == 0 && isWaiting() && usableWindow() <= 0;
        if (!blocked) {
            persistDeadline = TcpConnection.NEVER;
        } else if (persistDeadline == TcpConnection.NEVER) {
            persistDeadline = now + rtt.timeout();
        }
    }

    /** Zero-window probing (RFC 9293 §3.8.6.1) goes on for as long as the peer answers. */
    boolean isProbingWindow() {
        return persistDeadline != TcpConnection.NEVER;
    }

    long deadline() {
        return Math.min(persistDeadline, recovery.deadline());
    }

    void onTimer(long now) {
        if (now >= persistDeadline) {
            windowProbeDue = true;
            rtt.backOff();
            persistDeadline = now + rtt.timeout();
        }
        int timeouts = recovery.timeoutsInARow();
        recovery.onTimer(now, nxt);
        if (recovery.timeoutsInARow() > timeouts) {
            size.onTimeout(now, recovery.timeoutsInARow());
        }
    }
}
