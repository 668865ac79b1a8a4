package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.flow.FlowRequest;
import io.omerta.network.tcpip.flow.UdpFlow;
import io.omerta.network.tcpip.flow.UdpFlowHandler;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A UDP flow in the table. */
final class StackUdpFlow extends Timed implements UdpFlow {
    private final UdpFlows owner;
    private final FlowKey key;
    private final Guest guest;
    private final long idleNanos;
    private @Nullable UdpFlowHandler handler;
    private long deadline;
    private boolean over;

    StackUdpFlow(UdpFlows owner, FlowKey key, Guest guest, long idleNanos, long now) {
        this.owner = owner;
        this.key = key;
        this.guest = guest;
        this.idleNanos = idleNanos;
        this.deadline = now + idleNanos;
    }

    FlowKey key() {
        return key;
    }

    Guest guest() {
        return guest;
    }

    void handleWith(UdpFlowHandler newHandler) {
        handler = newHandler;
    }

    @Override
    long deadline() {
        return over ? DeadlineQueue.NEVER : deadline;
    }

    void onActivity(long now) {
        deadline = now + idleNanos;
    }

    void received(ByteBuffer payload) {
        if (handler != null && !over) {
            handler.received(this, payload);
        }
    }

    /** Ends it once. */
    void end() {
        if (!over) {
            over = true;
            if (handler != null) {
                handler.ended(this);
            }
        }
    }

    @Override
    public FlowRequest request() {
        return key.request(FlowRequest.Protocol.UDP);
    }

    @Override
    public void send(ByteBuffer payload) {
        if (!over) {
            owner.send(this, payload);
        }
    }

    @Override
    public void unreachable() {
        if (!over) {
            owner.unreachable(this);
        }
    }

    @Override
    public void close() {
        if (!over) {
            owner.remove(this);
        }
    }
}
