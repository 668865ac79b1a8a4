package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;

/** An ICMP message of either family as untrusted bytes (RFC 792, RFC 4443 §2.1). */
public final class IcmpView {
    static final int HEADER_BYTES = 8;

    private IcmpView() {}

    /** Parses the payload of a whole IP packet. */
    public static Parsed<IcmpMessage> parse(IpPacket packet) {
        ByteBuffer bytes = packet.payload();
        if (bytes.remaining() < HEADER_BYTES) {
            return new Parsed.Malformed<>(Malformation.TOO_SHORT);
        }
        if (!checksumIsRight(packet, bytes)) {
            return new Parsed.Malformed<>(Malformation.BAD_CHECKSUM);
        }
        return new Parsed.Valid<>(new IcmpMessage(
                bytes.get(0) & 0xFF,
                bytes.get(1) & 0xFF,
                bytes.getInt(4),
                bytes.slice(HEADER_BYTES, bytes.remaining() - HEADER_BYTES)));
    }

    /** Only ICMPv6 has a pseudo header. */
    private static boolean checksumIsRight(IpPacket packet, ByteBuffer bytes) {
        return packet.source() instanceof Ipv6Address
                ? Checksum.isRight(packet, bytes)
                : Checksum.finish(Checksum.sum(bytes, 0, bytes.remaining())) == 0;
    }
}
