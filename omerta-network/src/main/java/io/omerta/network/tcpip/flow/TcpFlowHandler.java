package io.omerta.network.tcpip.flow;

import io.omerta.network.tcpip.socket.TcpEnd;

/** Follows a TCP flow. Called on the network's thread; must not block. */
public interface TcpFlowHandler {
    /** Something may have changed: bytes to read, room to write, the guest's end. Called again after each change. */
    void ready(TcpFlow flow);

    /** The flow is over; nothing can be read or written any more. Called once, also for a flow that was never accepted. */
    void ended(TcpFlow flow, TcpEnd end);
}
