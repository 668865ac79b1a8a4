package io.omerta.network.tcpip.flow;

/** Takes TCP flows inside of this process. */
@FunctionalInterface
public interface TcpService {
    /**
     * Begins with a flow whose SYN is not answered yet: the service calls {@link TcpFlow#accept} or {@link TcpFlow#refuse}, now
     * or later. Must not block.
     */
    TcpFlowHandler begin(TcpFlow flow);
}
