package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An IPv4 packet as untrusted bytes (RFC 791 §3.1). */
final class Ipv4View {
    static final int MIN_HEADER_BYTES = 20;
    private static final int RESERVED_FLAG = 0x8000;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int OFFSET_MASK = 0x1FFF;
    private static final int MAX_PACKET_BYTES = 65_535;

    private final ByteBuffer bytes;

    Ipv4View(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    Parsed<IpPacket> parse() {
        Malformation fault = fault();
        return fault == null ? new Parsed.Valid<>(value()) : new Parsed.Malformed<>(fault);
    }

    private @Nullable Malformation fault() {
        if (bytes.remaining() < MIN_HEADER_BYTES) {
            return Malformation.TOO_SHORT;
        }
        int header = headerLength();
        if (header < MIN_HEADER_BYTES || header > totalLength() || totalLength() > bytes.remaining()) {
            return Malformation.LENGTH_CONTRADICTION;
        }
        if (Checksum.finish(Checksum.sum(bytes, 0, header)) != 0) {
            return Malformation.BAD_CHECKSUM;
        }
        if ((fragmentField() & RESERVED_FLAG) != 0) {
            return Malformation.RESERVED_VALUE;
        }
        return fragmentFault();
    }

    /** Fragments but the last carry multiples of 8 octets, and none reaches over the largest packet ("ping of death"). */
    private @Nullable Malformation fragmentFault() {
        int payload = totalLength() - headerLength();
        boolean cutUnevenly = moreFragments() && (payload == 0 || payload % 8 != 0);
        boolean tooFar = offsetBytes() + payload > MAX_PACKET_BYTES;
        return cutUnevenly || tooFar ? Malformation.LENGTH_CONTRADICTION : null;
    }

    private IpPacket value() {
        boolean whole = !moreFragments() && offsetBytes() == 0;
        return new IpPacket(
                new Ipv4Address(bytes.getInt(12)),
                new Ipv4Address(bytes.getInt(16)),
                bytes.get(9) & 0xFF,
                bytes.get(8) & 0xFF,
                whole ? null : new IpPacket.Fragment(bytes.getShort(4) & 0xFFFF, offsetBytes(), moreFragments()),
                bytes.slice(headerLength(), totalLength() - headerLength()));
    }

    private int headerLength() {
        return (bytes.get(0) & 0xF) * 4;
    }

    private int totalLength() {
        return bytes.getShort(2) & 0xFFFF;
    }

    private int fragmentField() {
        return bytes.getShort(6) & 0xFFFF;
    }

    private boolean moreFragments() {
        return (fragmentField() & MORE_FRAGMENTS) != 0;
    }

    private int offsetBytes() {
        return (fragmentField() & OFFSET_MASK) * 8;
    }
}
