package io.omerta.network.tcpip.flow;

import java.nio.ByteBuffer;

/** Datagrams between a guest's port and one other. Used on the network's thread only; no call blocks. */
public interface UdpFlow {
    /** Who talks to whom. */
    FlowRequest request();

    /** Sends a datagram to the guest; one that no packet of the link can hold is dropped and counted. */
    void send(ByteBuffer payload);

    /** Ends the flow and tells the guest that nobody is there. */
    void unreachable();

    /** Ends the flow. A later datagram begins a new one. */
    void close();
}
