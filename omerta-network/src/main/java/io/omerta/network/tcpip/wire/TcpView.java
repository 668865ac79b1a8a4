package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;

/** A TCP segment as untrusted bytes (RFC 9293 §3.1). */
public final class TcpView {
    static final int MIN_HEADER_BYTES = 20;
    private static final int KNOWN_FLAGS = 0x3F;

    private TcpView() {}

    /** Parses the payload of a whole IP packet. */
    public static Parsed<TcpSegment> parse(IpPacket packet) {
        ByteBuffer bytes = packet.payload();
        if (bytes.remaining() < MIN_HEADER_BYTES) {
            return new Parsed.Malformed<>(Malformation.TOO_SHORT);
        }
        int header = (bytes.get(12) >>> 4 & 0xF) * 4;
        if (header < MIN_HEADER_BYTES || header > bytes.remaining()) {
            return new Parsed.Malformed<>(Malformation.LENGTH_CONTRADICTION);
        }
        if (!Checksum.isRight(packet, bytes)) {
            return new Parsed.Malformed<>(Malformation.BAD_CHECKSUM);
        }
        return value(bytes, header);
    }

    private static Parsed<TcpSegment> value(ByteBuffer bytes, int header) {
        int sourcePort = bytes.getShort(0) & 0xFFFF;
        int destinationPort = bytes.getShort(2) & 0xFFFF;
        if (sourcePort == 0 || destinationPort == 0) {
            return new Parsed.Malformed<>(Malformation.RESERVED_VALUE);
        }
        int flags = bytes.get(13) & KNOWN_FLAGS;
        if (!isPlausible(flags)) {
            return new Parsed.Malformed<>(Malformation.BAD_FLAGS);
        }
        TcpOptions options = new TcpOptionsView(bytes, MIN_HEADER_BYTES, header).parse();
        if (options == null) {
            return new Parsed.Malformed<>(Malformation.BAD_OPTION);
        }
        return new Parsed.Valid<>(new TcpSegment(
                sourcePort,
                destinationPort,
                bytes.getInt(4),
                bytes.getInt(8),
                flags,
                bytes.getShort(14) & 0xFFFF,
                options,
                bytes.slice(header, bytes.remaining() - header)));
    }

    /** SYN goes with neither FIN nor RST: such segments only probe how a stack behaves. */
    private static boolean isPlausible(int flags) {
        boolean syn = (flags & TcpFlags.SYN) != 0;
        return !syn || (flags & (TcpFlags.FIN | TcpFlags.RST)) == 0;
    }
}
