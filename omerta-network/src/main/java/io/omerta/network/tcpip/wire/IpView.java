package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;

/** Reads a packet of either IP version. */
public final class IpView {
    private IpView() {}

    /** Parses the remaining bytes of {@code bytes}, whose position stays where it is. */
    public static Parsed<IpPacket> parse(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return new Parsed.Malformed<>(Malformation.TOO_SHORT);
        }
        return switch (bytes.get(bytes.position()) >>> 4 & 0xF) {
            case 4 -> new Ipv4View(bytes.slice()).parse();
            case 6 -> new Ipv6View(bytes.slice()).parse();
            default -> new Parsed.Malformed<>(Malformation.UNKNOWN_VERSION);
        };
    }
}
