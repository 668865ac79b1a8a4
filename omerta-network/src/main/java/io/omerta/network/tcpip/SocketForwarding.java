package io.omerta.network.tcpip;

import io.omerta.network.tcpip.flow.TcpService;
import io.omerta.network.tcpip.flow.UdpService;
import io.omerta.network.tcpip.stack.Forwarding;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Ends flows in sockets that an {@link EventLoop} watches. */
final class SocketForwarding implements Forwarding {
    /** One for all flows of a loop; the largest datagram fits. */
    private static final int SCRATCH_BYTES = 256 << 10;

    private final EventLoop loop;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);

    SocketForwarding(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public TcpService tcp(InetSocketAddress target) {
        return flow -> TcpForwarder.open(loop, target, flow, scratch);
    }

    @Override
    public UdpService udp(InetSocketAddress target) {
        return flow -> UdpForwarder.open(loop, target, flow, scratch);
    }
}
