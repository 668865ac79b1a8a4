package io.omerta.network.wireguard;

import org.jspecify.annotations.Nullable;

/** What the tunnel must know of an IP packet (RFC 791, section 3.1; RFC 8200, section 3): its length and addresses. */
final class IpPacket {
    static final int IPV4_ADDRESS_BYTES = 4;
    static final int IPV6_ADDRESS_BYTES = 16;

    private static final int IPV4_HEADER_BYTES = 20;
    private static final int IPV4_SOURCE = 12;
    private static final int IPV6_HEADER_BYTES = 40;
    private static final int IPV6_SOURCE = 8;

    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final boolean ipv4;

    private IpPacket(byte[] bytes, int offset, int length, boolean ipv4) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.ipv4 = ipv4;
    }

    /** The packet that starts at {@code offset} and has at most {@code available} bytes; null where there is none. */
    static @Nullable IpPacket parse(byte[] bytes, int offset, int available) {
        if (available < IPV4_HEADER_BYTES) {
            return null;
        }
        return switch ((bytes[offset] & 0xff) >>> 4) {
            case 4 -> ipv4(bytes, offset, available);
            case 6 -> ipv6(bytes, offset, available);
            default -> null;
        };
    }

    private static @Nullable IpPacket ipv4(byte[] bytes, int offset, int available) {
        int header = (bytes[offset] & 0x0f) * 4;
        int total = bigEndianShort(bytes, offset + 2);
        boolean sound = header >= IPV4_HEADER_BYTES && total >= header && total <= available;
        return sound ? new IpPacket(bytes, offset, total, true) : null;
    }

    private static @Nullable IpPacket ipv6(byte[] bytes, int offset, int available) {
        if (available < IPV6_HEADER_BYTES) {
            return null;
        }
        int total = IPV6_HEADER_BYTES + bigEndianShort(bytes, offset + 4);
        return total <= available ? new IpPacket(bytes, offset, total, false) : null;
    }

    private static int bigEndianShort(byte[] bytes, int offset) {
        return ((bytes[offset] & 0xff) << 8) | (bytes[offset + 1] & 0xff);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Bytes of header and payload, without what pads them. */
    int length() {
        return length;
    }

    boolean isIpv4() {
        return ipv4;
    }

    int sourceOffset() {
        return offset + (ipv4 ? IPV4_SOURCE : IPV6_SOURCE);
    }

    int destinationOffset() {
        return sourceOffset() + (ipv4 ? IPV4_ADDRESS_BYTES : IPV6_ADDRESS_BYTES);
    }
}
