package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A valid ICMP or ICMPv6 message.
 *
 * @param rest the four octets behind the checksum: identifier and sequence of an echo, or the MTU
 * @param payload what follows
 */
public record IcmpMessage(int type, int code, int rest, ByteBuffer payload) {
    /** Names the component that must be there. */
    public IcmpMessage {
        Objects.requireNonNull(payload, "payload");
    }
}
