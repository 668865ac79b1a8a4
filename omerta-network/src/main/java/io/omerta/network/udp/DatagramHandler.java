package io.omerta.network.udp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Takes datagrams that have arrived. */
@FunctionalInterface
public interface DatagramHandler {
    /**
     * One datagram.
     *
     * @param datagram its remaining bytes, on the heap, the handler's to change; valid during the call only
     */
    void received(InetSocketAddress from, ByteBuffer datagram);
}
