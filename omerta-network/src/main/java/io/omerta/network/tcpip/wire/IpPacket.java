package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A valid IP packet of either version.
 *
 * @param protocol what the payload is, after all extension headers
 * @param fragment null if the packet is whole
 * @param payload the bytes behind the headers; shares memory with the packet that was parsed
 */
public record IpPacket(
        IpAddress source,
        IpAddress destination,
        int protocol,
        int hopLimit,
        @Nullable Fragment fragment,
        ByteBuffer payload) {

    /**
     * The place of a fragment in its packet.
     *
     * @param identification names the packet, with addresses and protocol
     * @param offsetBytes where the payload goes; a multiple of 8
     * @param more whether others follow
     */
    public record Fragment(int identification, int offsetBytes, boolean more) {}

    /** Names the components that must be there. */
    public IpPacket {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(payload, "payload");
    }
}
