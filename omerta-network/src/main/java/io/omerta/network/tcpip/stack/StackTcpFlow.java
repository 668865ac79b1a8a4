package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.flow.FlowRequest;
import io.omerta.network.tcpip.flow.TcpFlow;
import io.omerta.network.tcpip.flow.TcpFlowHandler;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.socket.TcpConnection;
import io.omerta.network.tcpip.socket.TcpEnd;
import io.omerta.network.tcpip.socket.TcpState;
import io.omerta.network.tcpip.wire.TcpFlags;
import io.omerta.network.tcpip.wire.TcpSegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A TCP flow in the table: first a SYN that waits for its service's answer, then a connection. */
final class StackTcpFlow extends Timed implements TcpFlow {
    private final TcpFlows owner;
    private final FlowKey key;
    private final Guest guest;
    private final @Nullable TcpSegment syn;
    private @Nullable TcpConnection connection;
    private @Nullable TcpFlowHandler handler;
    private boolean changed;
    private boolean told;
    private boolean refused;
    /** Whether it waits in its owner's queue; owned by {@link TcpFlows}. */
    boolean queued;

    /** A flow that a guest asks for; {@code syn} is kept until the answer. */
    StackTcpFlow(TcpFlows owner, FlowKey key, Guest guest, TcpSegment syn) {
        this.owner = owner;
        this.key = key;
        this.guest = guest;
        // The SYN's payload lies in a buffer that is about to be used again.
        this.syn = new TcpSegment(
                syn.sourcePort(),
                syn.destinationPort(),
                syn.sequence(),
                syn.acknowledgment(),
                syn.flags(),
                syn.window(),
                syn.options(),
                TcpSegment.nothing());
    }

    /** A flow that this side opens. */
    StackTcpFlow(TcpFlows owner, FlowKey key, Guest guest, TcpConnection connection) {
        this.owner = owner;
        this.key = key;
        this.guest = guest;
        this.syn = null;
        this.connection = connection;
    }

    FlowKey key() {
        return key;
    }

    Guest guest() {
        return guest;
    }

    @Nullable
    TcpConnection connection() {
        return connection;
    }

    void handleWith(TcpFlowHandler newHandler) {
        handler = newHandler;
    }

    /** Whether the flow waits for its service's answer. */
    boolean isPending() {
        return connection == null && !refused;
    }

    boolean isOver() {
        return refused || (connection != null && connection.isDone());
    }

    boolean isWaitingOutDuplicates() {
        return connection != null && connection.state() == TcpState.TIME_WAIT;
    }

    @Override
    long deadline() {
        return connection == null ? DeadlineQueue.NEVER : connection.nextDeadline();
    }

    /** A guest's segment; a SYN that comes again while the service still makes up its mind changes nothing. */
    void onSegment(long now, TcpSegment segment) {
        if (connection != null) {
            connection.onSegment(now, segment);
            changed = true;
        } else if (segment.has(TcpFlags.RST)) {
            refused = true;
        }
    }

    void onTimer(long now) {
        if (connection != null) {
            connection.onTimer(now);
            changed = true;
        }
    }

    /** Tells the handler what has changed since the last time. */
    void tell() {
        if (handler == null || told) {
            return;
        }
        if (changed && isUsable()) {
            changed = false;
            handler.ready(this);
        }
        TcpEnd end = endToTell();
        if (end != null && !told) {
            told = true;
            handler.ended(this, end);
        }
    }

    /** Whether both ends have agreed on the connection, and something can still be read or written. */
    private boolean isUsable() {
        return connection != null
                && switch (connection.state()) {
                    case SYN_SENT, SYN_RECEIVED -> false;
                    case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> true;
                    case CLOSED -> readable();
                };
    }

    /** Ends it because the guest is gone; unlike {@link #abort} this is news to the handler. */
    void endFromOutside() {
        if (isPending() && syn != null) {
            refused = true;
            owner.refuse(key, syn, new Verdict.Reset("the guest's flows are ended"));
            owner.touch(this);
        } else {
            abort();
        }
    }

    private boolean readable() {
        return connection != null && connection.readable() > 0;
    }

    private @Nullable TcpEnd endToTell() {
        if (refused) {
            return TcpEnd.RESET;
        }
        if (connection == null) {
            return null;
        }
        TcpEnd end = connection.end();
        if (end == TcpEnd.FINISHED || isWaitingOutDuplicates()) {
            return readable() ? null : TcpEnd.FINISHED;
        }
        return end;
    }

    @Override
    public FlowRequest request() {
        return key.request(FlowRequest.Protocol.TCP);
    }

    @Override
    public void accept() {
        if (isPending() && syn != null) {
            connection = owner.newConnection(this, syn);
            owner.touch(this);
        }
    }

    @Override
    public void refuse(Verdict verdict) {
        if (isPending() && syn != null) {
            refused = true;
            told = true;
            owner.refuse(key, syn, verdict);
            owner.touch(this);
        }
    }

    @Override
    public ByteBuffer view() {
        return connection == null ? TcpSegment.nothing() : connection.view();
    }

    @Override
    public void consume(int count) {
        if (connection != null) {
            connection.consume(count);
            owner.touch(this);
        }
    }

    @Override
    public boolean inputEnded() {
        return connection != null && connection.inputEnded();
    }

    @Override
    public int writable() {
        return connection == null ? 0 : connection.writable();
    }

    @Override
    public int write(ByteBuffer source) {
        if (connection == null) {
            return 0;
        }
        owner.touch(this);
        return connection.write(source);
    }

    @Override
    public void endOutput() {
        if (connection != null) {
            connection.endOutput();
            owner.touch(this);
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close(owner.now());
            owner.touch(this);
        } else {
            abort();
        }
    }

    @Override
    public void abort() {
        if (connection != null) {
            connection.abort();
            owner.touch(this);
        } else {
            refuse(new Verdict.Reset("the service gave up"));
        }
    }
}
