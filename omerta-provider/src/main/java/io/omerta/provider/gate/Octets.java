package io.omerta.provider.gate;

/** Big-endian fields of a frame, and the checksum of the internet protocols. Callers have checked the bounds. */
final class Octets {
    private Octets() {}

    static int u8(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    static int u16(byte[] bytes, int at) {
        return u8(bytes, at) << 8 | u8(bytes, at + 1);
    }

    static int i32(byte[] bytes, int at) {
        return u16(bytes, at) << 16 | u16(bytes, at + 2);
    }

    static long u48(byte[] bytes, int at) {
        return (long) u16(bytes, at) << 32 | (i32(bytes, at + 2) & 0xffff_ffffL);
    }

    static void put16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }

    static void put32(byte[] bytes, int at, int value) {
        put16(bytes, at, value >>> 16);
        put16(bytes, at + 2, value);
    }

    static void put48(byte[] bytes, int at, long value) {
        put16(bytes, at, (int) (value >>> 32));
        put32(bytes, at + 2, (int) value);
    }

    static boolean allZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Sum of 16-bit words, folded to 16 bits; 0xffff over data with a right checksum inside (RFC 1071). */
    static int onesComplementSum(byte[] bytes, int from, int to, int start) {
        long sum = start;
        int at = from;
        for (; at + 1 < to; at += 2) {
            sum += u16(bytes, at);
        }
        if (at < to) {
            sum += u8(bytes, at) << 8;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }

    /** Of the pseudo header between guest and gateway (RFC 768); the same in both directions. */
    static int pseudoHeaderSum(int udpLength) {
        return halves(GuestLink.GUEST_ADDRESS) + halves(GuestLink.GATEWAY_ADDRESS) + GuestLink.PROTOCOL_UDP + udpLength;
    }

    private static int halves(int address) {
        return (address >>> 16) + (address & 0xffff);
    }
}
