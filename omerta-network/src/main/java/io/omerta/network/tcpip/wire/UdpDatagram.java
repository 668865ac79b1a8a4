package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;
import java.util.Objects;

/** A valid UDP datagram; {@code payload} shares memory with the packet that was parsed. */
public record UdpDatagram(int sourcePort, int destinationPort, ByteBuffer payload) {
    /** Names the component that must be there. */
    public UdpDatagram {
        Objects.requireNonNull(payload, "payload");
    }
}
