package io.omerta.network.tcpip.flow;

import io.omerta.network.tcpip.wire.IpAddress;
import java.util.Objects;

/**
 * A flow that a guest wants: for TCP its SYN, for UDP its first datagram.
 *
 * @param source the guest, as its packets say; whoever hands packets in has checked that it may use this address
 */
public record FlowRequest(
        Protocol protocol, IpAddress source, int sourcePort, IpAddress destination, int destinationPort) {
    /** The transport of a flow. */
    public enum Protocol {
        /** A byte stream. */
        TCP,
        /** Datagrams. */
        UDP
    }

    /** Names the components that must be there. */
    public FlowRequest {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(destination, "destination");
    }

    @Override
    public String toString() {
        return protocol + " " + source + ":" + sourcePort + " -> " + destination + ":" + destinationPort;
    }
}
