package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.flow.TcpService;
import io.omerta.network.tcpip.flow.UdpService;
import java.net.InetSocketAddress;

/** A stack without sockets: no test may ask for one. */
final class NoForwarding implements Forwarding {
    @Override
    public TcpService tcp(InetSocketAddress target) {
        throw new UnsupportedOperationException("no sockets here");
    }

    @Override
    public UdpService udp(InetSocketAddress target) {
        throw new UnsupportedOperationException("no sockets here");
    }
}
