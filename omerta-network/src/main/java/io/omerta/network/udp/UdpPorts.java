package io.omerta.network.udp;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Opens UDP ports. */
public final class UdpPorts {
    private UdpPorts() {}

    /**
     * The best port that this system has, bound to {@code local}.
     *
     * @throws IOException if the address cannot be bound
     */
    public static UdpPort open(InetSocketAddress local) throws IOException {
        if (LinuxSocketCalls.isThere()) {
            BatchingUdpPort batching = BatchingUdpPort.openIfPossible(local);
            if (batching != null) {
                return batching;
            }
        }
        return openPlain(local);
    }

    /**
     * A port that works on every system, one system call for each datagram.
     *
     * @throws IOException if the address cannot be bound
     */
    public static UdpPort openPlain(InetSocketAddress local) throws IOException {
        return ChannelUdpPort.open(local);
    }
}
