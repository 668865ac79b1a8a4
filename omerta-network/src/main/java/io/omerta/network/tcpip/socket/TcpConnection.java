package io.omerta.network.tcpip.socket;

import io.omerta.network.tcpip.wire.TcpFlags;
import io.omerta.network.tcpip.wire.TcpOptions;
import io.omerta.network.tcpip.wire.TcpSegment;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection (RFC 9293) without I/O. After every call that changes something, {@link #dispatch} gives out the segments
 * that are due and {@link #nextDeadline} says when {@link #onTimer} must be called. Times are nanoseconds, not negative,
 * never going back. Confined to one thread.
 */
public final class TcpConnection {
    /** The deadline of nothing. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Both halves; there from the moment at which the peer's SYN is known. */
    record Link(Sender sender, Receiver receiver) {}

    private final TcpConfig config;
    private final TcpIdentity identity;
    private final BufferBudget budget;
    private final Handshake handshake;
    private final TimestampClock clock;
    private final KeepAlive keepAlive;
    private final SynTimer syn;
    private final SegmentArrival arrival = new SegmentArrival(this);

    private TcpState state;
    private @Nullable TcpEnd end;
    private @Nullable Link link;
    private TcpOptions synOptions;
    private boolean outputEnded;
    private boolean orphan;
    private boolean keepAliveDue;
    private long lingerDeadline = NEVER;
    private @Nullable TcpSegment resetDue;

    private TcpConnection(TcpState state, TcpConfig config, TcpIdentity identity, BufferBudget budget, long now) {
        this.state = state;
        this.config = config;
        this.identity = identity;
        this.budget = budget;
        this.handshake = new Handshake(config, identity.headerBytes());
        this.clock = new TimestampClock(identity.clockOffset());
        this.keepAlive = new KeepAlive(config, now);
        this.syn = new SynTimer(now);
        this.synOptions = handshake.firstOffer(clock.stamp(now));
    }

    /** Opens towards a peer: a SYN is due. */
    public static TcpConnection active(TcpConfig config, TcpIdentity identity, BufferBudget budget, long now) {
        return new TcpConnection(TcpState.SYN_SENT, config, identity, budget, now);
    }

    /** Accepts a peer's SYN: a SYN that acknowledges it is due. */
    public static TcpConnection passive(
            TcpConfig config, TcpIdentity identity, BufferBudget budget, TcpSegment peersSyn, long now) {
        TcpConnection connection = new TcpConnection(TcpState.SYN_RECEIVED, config, identity, budget, now);
        connection.synchronize(now, peersSyn);
        return connection;
    }

    /** Where the connection stands. */
    public TcpState state() {
        return state;
    }

    /** How it ended; null as long as it has not. */
    public @Nullable TcpEnd end() {
        return end;
    }

    /** Whether nothing will come of it any more: closed, and everything that arrived in order was read. */
    public boolean isDone() {
        return state == TcpState.CLOSED && (end != TcpEnd.FINISHED || readable() == 0);
    }

    /** The number that the next segment of the peer starts with. */
    public int expectedSequence() {
        return link == null ? 0 : link.receiver().next();
    }

    /** Handles a segment of the peer. */
    public void onSegment(long now, TcpSegment segment) {
        arrival.arrive(now, segment);
    }

    /** Bytes that can be read now. */
    public int readable() {
        return link == null ? 0 : link.receiver().readable();
    }

    /** Whether the peer has ended its side and everything it sent was read. */
    public boolean inputEnded() {
        return link != null && link.receiver().finTaken() && readable() == 0;
    }

    /** Received bytes, read-only, as many as lie together; valid until the next call. */
    public ByteBuffer view() {
        return link == null ? TcpSegment.nothing() : link.receiver().view();
    }

    /** Takes {@code count} bytes of {@link #view} away: the peer may send as many more. */
    public void consume(int count) {
        if (link != null) {
            link.receiver().consume(count);
        }
    }

    /** Bytes that {@link #write} would take now. */
    public int writable() {
        return link != null && !outputEnded && state.maySend() ? link.sender().writable() : 0;
    }

    /** Takes as much of {@code source} as there is room for, and says how much. */
    public int write(ByteBuffer source) {
        return link != null && writable() > 0 ? link.sender().write(source) : 0;
    }

    /** Ends our side behind what was written (half-close). The peer may go on sending. */
    public void endOutput() {
        if (outputEnded) {
            return;
        }
        outputEnded = true;
        switch (state) {
            case SYN_SENT -> finish(TcpEnd.ABORTED);
            case SYN_RECEIVED -> {}
            case ESTABLISHED -> queueFin(TcpState.FIN_WAIT_1);
            case CLOSE_WAIT -> queueFin(TcpState.LAST_ACK);
            case FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT, CLOSED -> {}
        }
    }

    /** Ends our side and wants nothing of the peer any more: a peer that goes on sending is reset. */
    public void close(long now) {
        if (readable() > 0) {
            abort();
            return;
        }
        endOutput();
        orphan = true;
        if (state != TcpState.CLOSED && state != TcpState.TIME_WAIT) {
            lingerDeadline = now + config.orphanTimeout().toNanos();
        }
    }

    /** Gives the connection up at once; the peer is reset. */
    public void abort() {
        if (link != null && state != TcpState.CLOSED && state != TcpState.TIME_WAIT) {
            resetDue = segment(link.sender().nxt(), link.receiver().next(), TcpFlags.RST | TcpFlags.ACK);
        }
        finish(TcpEnd.ABORTED);
    }

    /** When {@link #onTimer} must be called; {@link #NEVER} if only a segment or the user can change something. */
    public long nextDeadline() {
        if (link == null || state == TcpState.CLOSED || state == TcpState.SYN_RECEIVED) {
            return syn.deadline();
        }
        if (state == TcpState.TIME_WAIT) {
            return lingerDeadline;
        }
        long halves = Math.min(link.sender().deadline(), link.receiver().deadline());
        long silence = link.sender().isStalled() ? NEVER : keepAlive.deadline();
        return Math.min(Math.min(halves, silence), lingerDeadline);
    }

    /** Does what is due at {@code now}; calling too early does no harm. */
    public void onTimer(long now) {
        if (now >= lingerDeadline) {
            onLingered();
        } else if (state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED) {
            onSynTimer(now);
        } else if (link != null && state != TcpState.CLOSED && state != TcpState.TIME_WAIT) {
            onTimer(now, link);
        }
    }

    private void onLingered() {
        lingerDeadline = NEVER;
        if (state == TcpState.TIME_WAIT) {
            finish(TcpEnd.FINISHED);
        } else {
            abort();
        }
    }

    private void onSynTimer(long now) {
        if (syn.isExhausted(now)) {
            finish(TcpEnd.TIMED_OUT);
        } else {
            syn.onTimer(now);
        }
    }

    private void onTimer(long now, Link halves) {
        Sender sender = halves.sender();
        boolean stalled = sender.isStalled()
                && now - sender.stalledSince() >= config.giveUpAfter().toNanos();
        if (stalled || (!sender.isStalled() && keepAlive.isDead(now))) {
            abort();
            end = TcpEnd.TIMED_OUT;
            return;
        }
        sender.onTimer(now);
        halves.receiver().onTimer(now);
        if (!sender.isStalled() && now >= keepAlive.deadline()) {
            keepAlive.onProbe(now);
            keepAliveDue = true;
        }
    }

    /** Gives the segments that are due to {@code out}; their payload is valid during the call only. */
    public void dispatch(long now, Consumer<TcpSegment> out) {
        if (resetDue != null) {
            out.accept(resetDue);
            resetDue = null;
        }
        switch (state) {
            case CLOSED -> {}
            case SYN_SENT, SYN_RECEIVED -> dispatchSyn(now, out);
            case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> {
                if (link != null) {
                    dispatch(now, link, out);
                }
            }
        }
    }

    private void dispatchSyn(long now, Consumer<TcpSegment> out) {
        if (!syn.take(now)) {
            return;
        }
        int flags = link == null ? TcpFlags.SYN : TcpFlags.SYN | TcpFlags.ACK;
        int window = link == null ? 0xFFFF : link.receiver().window();
        TcpOptions options = synOptions.timestamps() == null
                ? synOptions
                : new TcpOptions(
                        synOptions.mss(),
                        synOptions.windowScale(),
                        synOptions.sackPermitted(),
                        synOptions.sack(),
                        clock.stamp(now));
        out.accept(new TcpSegment(
                identity.localPort(),
                identity.remotePort(),
                identity.initialSequence(),
                expectedSequence(),
                flags,
                Math.min(window, Math.min(0xFFFF, config.receiveBufferBytes())),
                options,
                TcpSegment.nothing()));
    }

    private void dispatch(long now, Link halves, Consumer<TcpSegment> out) {
        Composer composer = new Composer(identity, clock, halves, now, out);
        if (halves.receiver().hasSack()) {
            composer.acknowledgments();
        }
        if (state != TcpState.TIME_WAIT) {
            halves.sender().dispatch(now, composer);
        }
        composer.acknowledgments();
        if (keepAliveDue) {
            keepAliveDue = false;
            composer.send(halves.sender().nxt() - 1, TcpFlags.ACK, TcpSegment.nothing());
        }
    }

    // What SegmentArrival does to a connection.

    @Nullable
    Link link() {
        return link;
    }

    TimestampClock clock() {
        return clock;
    }

    int initialSequence() {
        return identity.initialSequence();
    }

    /** Whether the user has gone: data of the peer has no taker. */
    boolean isOrphan() {
        return orphan;
    }

    /**
     * The network says that a segment was too long for it (RFC 1191).
     *
     * @param sequence of the segment
     * @param packetBytes of the longest packet that fits, headers included
     */
    public void onTooLong(long now, int sequence, int packetBytes) {
        if (link != null) {
            link.sender().onTooLong(now, sequence, handshake.payloadBytes(packetBytes, clock.inUse()));
        }
    }

    /** Takes over the peer's SYN. */
    Link synchronize(long now, TcpSegment peersSyn) {
        Handshake.Agreement agreement = handshake.agree(peersSyn.options());
        clock.begin(now, peersSyn);
        synOptions = handshake.offer(peersSyn.options(), clock.stamp(now));
        SendWindow window = new SendWindow(agreement.sendShift(), peersSyn);
        Sender sender = new Sender(config, budget, agreement, window, identity.initialSequence() + 1);
        Receiver receiver = new Receiver(config, budget, agreement, peersSyn.sequence() + 1);
        Link halves = new Link(sender, receiver);
        link = halves;
        return halves;
    }

    void sendSynAgain() {
        syn.again();
    }

    void onSimultaneousOpen() {
        state = TcpState.SYN_RECEIVED;
        syn.again();
    }

    void onEstablished() {
        syn.stop();
        state = TcpState.ESTABLISHED;
        if (outputEnded) {
            queueFin(TcpState.FIN_WAIT_1);
        }
    }

    private void queueFin(TcpState next) {
        state = next;
        if (link != null) {
            link.sender().finish();
        }
    }

    void onHeard(long now) {
        keepAlive.onHeard(now);
    }

    void moveTo(TcpState next) {
        state = next;
    }

    void waitOutDuplicates(long now) {
        state = TcpState.TIME_WAIT;
        lingerDeadline = now + config.timeWait().toNanos();
        if (link != null) {
            link.sender().release();
        }
    }

    void finish(TcpEnd how) {
        if (state == TcpState.CLOSED) {
            return;
        }
        state = TcpState.CLOSED;
        end = how;
        lingerDeadline = NEVER;
        syn.stop();
        if (link != null) {
            link.sender().release();
            if (how != TcpEnd.FINISHED || readable() == 0) {
                link.receiver().release();
            }
        }
    }

    /** Frees the memory of a connection that nobody will look at again. */
    public void release() {
        if (link != null) {
            link.sender().release();
            link.receiver().release();
        }
    }

    /** A reset that answers a segment with an unacceptable acknowledgment (RFC 9293 §3.10.7.3, §3.10.7.4). */
    void refuse(TcpSegment segment) {
        resetDue = segment(segment.acknowledgment(), 0, TcpFlags.RST);
    }

    private TcpSegment segment(int sequence, int acknowledgment, int flags) {
        return new TcpSegment(
                identity.localPort(),
                identity.remotePort(),
                sequence,
                acknowledgment,
                flags,
                0,
                TcpOptions.NONE,
                TcpSegment.nothing());
    }
}
