package io.omerta.network.tcpip.flow;

/** Takes UDP flows inside of this process. */
@FunctionalInterface
public interface UdpService {
    /** Begins with a flow; its first datagram follows at once. Must not block. */
    UdpFlowHandler begin(UdpFlow flow);
}
