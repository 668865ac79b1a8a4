package io.omerta.network.tcpip.flow;

import java.nio.ByteBuffer;

/** Follows a UDP flow. Called on the network's thread; must not block. */
public interface UdpFlowHandler {
    /** The guest sent a datagram; {@code payload} is valid during the call only. */
    void received(UdpFlow flow, ByteBuffer payload);

    /** The flow is over: closed, or idle for too long. Called once. */
    void ended(UdpFlow flow);
}
