package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An IPv6 packet as untrusted bytes (RFC 8200 §3, §4). */
final class Ipv6View {
    static final int HEADER_BYTES = 40;
    private static final int HOP_BY_HOP = 0;
    private static final int FRAGMENT = 44;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int FRAGMENT_HEADER_BYTES = 8;
    /** RFC 8200 §4.1 recommends each at most once; destination options may stand twice. */
    private static final int MAX_EXTENSIONS = 4;

    private final ByteBuffer bytes;

    Ipv6View(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    Parsed<IpPacket> parse() {
        if (bytes.remaining() < HEADER_BYTES) {
            return new Parsed.Malformed<>(Malformation.TOO_SHORT);
        }
        int end = HEADER_BYTES + (bytes.getShort(4) & 0xFFFF);
        if (end > bytes.remaining()) {
            return new Parsed.Malformed<>(Malformation.LENGTH_CONTRADICTION);
        }
        return afterExtensions(end);
    }

    private Parsed<IpPacket> afterExtensions(int end) {
        int next = bytes.get(6) & 0xFF;
        int at = HEADER_BYTES;
        for (int count = 0; isOptions(next, count); count++) {
            int length = at + 2 <= end ? ((bytes.get(at + 1) & 0xFF) + 1) * 8 : end;
            if (at + length > end || count == MAX_EXTENSIONS) {
                return new Parsed.Malformed<>(Malformation.BAD_EXTENSION);
            }
            next = bytes.get(at) & 0xFF;
            at += length;
        }
        return next == FRAGMENT ? fragment(at, end) : new Parsed.Valid<>(value(next, null, at, end));
    }

    /** Hop-by-hop options are allowed only directly behind the fixed header. */
    private static boolean isOptions(int next, int count) {
        return next == DESTINATION_OPTIONS || (next == HOP_BY_HOP && count == 0);
    }

    private Parsed<IpPacket> fragment(int at, int end) {
        int payload = end - at - FRAGMENT_HEADER_BYTES;
        if (payload < 0) {
            return new Parsed.Malformed<>(Malformation.BAD_EXTENSION);
        }
        int field = bytes.getShort(at + 2) & 0xFFFF;
        int offset = field & 0xFFF8;
        boolean more = (field & 1) != 0;
        if ((more && (payload == 0 || payload % 8 != 0)) || offset + payload > 0xFFFF) {
            return new Parsed.Malformed<>(Malformation.LENGTH_CONTRADICTION);
        }
        IpPacket.Fragment place = new IpPacket.Fragment(bytes.getInt(at + 4), offset, more);
        boolean atomic = offset == 0 && !more;
        int next = bytes.get(at) & 0xFF;
        return new Parsed.Valid<>(value(next, atomic ? null : place, at + FRAGMENT_HEADER_BYTES, end));
    }

    private IpPacket value(int protocol, IpPacket.@Nullable Fragment place, int at, int end) {
        return new IpPacket(
                new Ipv6Address(bytes.getLong(8), bytes.getLong(16)),
                new Ipv6Address(bytes.getLong(24), bytes.getLong(32)),
                protocol,
                bytes.get(7) & 0xFF,
                place,
                bytes.slice(at, end - at));
    }
}
