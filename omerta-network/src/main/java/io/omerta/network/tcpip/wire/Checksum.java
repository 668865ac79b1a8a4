package io.omerta.network.tcpip.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of all 16-bit words. */
final class Checksum {
    private static final long LOW_32 = 0xFFFF_FFFFL;
    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Checksum() {}

    /**
     * Sum of {@code length} bytes from {@code offset}, partly folded; an odd last byte counts as a word's high half. The words
     * are added in the order of the machine, four bytes at a time in a loop that the compiler turns into vectors: the sum of
     * swapped words is the swapped sum (RFC 1071, section 2).
     */
    static long sum(ByteBuffer bytes, int offset, int length) {
        MemorySegment segment = bytes.hasArray()
                ? MemorySegment.ofArray(bytes.array())
                : MemorySegment.ofBuffer(bytes.duplicate().clear());
        long start = bytes.hasArray() ? bytes.arrayOffset() + offset : offset;
        int words = length / Integer.BYTES;
        long swapped = 0;
        for (int i = 0; i < words; i++) {
            swapped += segment.get(WORD, start + (long) Integer.BYTES * i) & LOW_32;
        }
        long sum = swap(fold(swapped));
        int at = offset + words * Integer.BYTES;
        int end = offset + length;
        if (at + Short.BYTES <= end) {
            sum += bytes.getShort(at) & 0xFFFF;
            at += Short.BYTES;
        }
        return at < end ? sum + ((bytes.get(at) & 0xFFL) << 8) : sum;
    }

    private static int swap(int word) {
        return Short.reverseBytes((short) word) & 0xFFFF;
    }

    /** Folds a sum to 16 bits and complements it: the value for the header's field. */
    static int finish(long sum) {
        return ~fold(sum) & 0xFFFF;
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int) folded;
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
