package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;

/** The Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of all 16-bit words. */
final class Checksum {
    private static final long LOW_32 = 0xFFFF_FFFFL;

    private Checksum() {}

    /** Sum of {@code length} bytes from {@code offset}, not folded; an odd last byte counts as a word's high half. */
    static long sum(ByteBuffer bytes, int offset, int length) {
        long sum = 0;
        int at = offset;
        int end = offset + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long word = bytes.getLong(at);
            sum += (word >>> 32) + (word & LOW_32);
        }
        if (at + Integer.BYTES <= end) {
            sum += bytes.getInt(at) & LOW_32;
            at += Integer.BYTES;
        }
        if (at + Short.BYTES <= end) {
            sum += bytes.getShort(at) & 0xFFFF;
            at += Short.BYTES;
        }
        return at < end ? sum + ((bytes.get(at) & 0xFFL) << 8) : sum;
    }

    /** Folds a sum to 16 bits and complements it: the value for the header's field. */
    static int finish(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int) ~folded & 0xFFFF;
    }

    /** The pseudo header's share (RFC 9293 §3.1, RFC 8200 §8.1). */
    static long pseudoHeader(IpAddress source, IpAddress destination, int protocol, int length) {
        return source.checksumPart() + destination.checksumPart() + protocol + length;
    }

    /** Whether a message that carries its own checksum adds up under its pseudo header. */
    static boolean isRight(IpPacket packet, ByteBuffer message) {
        long pseudo = pseudoHeader(packet.source(), packet.destination(), packet.protocol(), message.remaining());
        return finish(pseudo + sum(message, message.position(), message.remaining())) == 0;
    }
}
