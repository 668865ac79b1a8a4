package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.flow.TcpService;
import io.omerta.network.tcpip.flow.UdpService;
import java.net.InetSocketAddress;

/** Turns the target of a {@code Forward} verdict into a service that does the I/O. */
public interface Forwarding {
    /** A service that connects each flow to {@code target}. */
    TcpService tcp(InetSocketAddress target);

    /** A service that passes each flow's datagrams to {@code target}. */
    UdpService udp(InetSocketAddress target);
}
