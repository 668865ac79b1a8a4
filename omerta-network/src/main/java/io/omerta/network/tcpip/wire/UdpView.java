package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;

/** A UDP datagram as untrusted bytes (RFC 768). */
public final class UdpView {
    static final int HEADER_BYTES = 8;

    private UdpView() {}

    /** Parses the payload of a whole IP packet. */
    public static Parsed<UdpDatagram> parse(IpPacket packet) {
        ByteBuffer bytes = packet.payload();
        if (bytes.remaining() < HEADER_BYTES) {
            return new Parsed.Malformed<>(Malformation.TOO_SHORT);
        }
        int length = bytes.getShort(4) & 0xFFFF;
        if (length < HEADER_BYTES || length > bytes.remaining()) {
            return new Parsed.Malformed<>(Malformation.LENGTH_CONTRADICTION);
        }
        ByteBuffer datagram = bytes.slice(0, length);
        if (!checksumIsRight(packet, datagram)) {
            return new Parsed.Malformed<>(Malformation.BAD_CHECKSUM);
        }
        int sourcePort = bytes.getShort(0) & 0xFFFF;
        int destinationPort = bytes.getShort(2) & 0xFFFF;
        if (destinationPort == 0) {
            return new Parsed.Malformed<>(Malformation.RESERVED_VALUE);
        }
        return new Parsed.Valid<>(
                new UdpDatagram(sourcePort, destinationPort, datagram.slice(HEADER_BYTES, length - HEADER_BYTES)));
    }

    /** IPv4 may leave the checksum out (RFC 768); IPv6 may not (RFC 8200 §8.1). */
    private static boolean checksumIsRight(IpPacket packet, ByteBuffer datagram) {
        if (datagram.getShort(6) == 0) {
            return packet.source() instanceof Ipv4Address;
        }
        return Checksum.isRight(packet, datagram);
    }
}
