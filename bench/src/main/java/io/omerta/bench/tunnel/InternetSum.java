package io.omerta.bench.tunnel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The Internet checksum (RFC 1071) over arrays; sums are of big-endian words, not folded. */
final class InternetSum {
    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_32 = 0xFFFF_FFFFL;
    private static final int TCP = 6;

    private InternetSum() {}

    static long of(byte[] bytes, int offset, int length) {
        MemorySegment segment = MemorySegment.ofArray(bytes);
        int words = length / Integer.BYTES;
        long swapped = 0;
        for (int i = 0; i < words; i++) {
            swapped += segment.get(WORD, offset + (long) Integer.BYTES * i) & LOW_32;
        }
        // The sum of swapped words is the swapped sum (RFC 1071, section 2).
        long sum = swapped(fold(swapped));
        int end = offset + length;
        int at = offset + words * Integer.BYTES;
        for (; at + 1 < end; at += 2) {
            sum += ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
        }
        return at < end ? sum + ((bytes[at] & 0xFF) << 8) : sum;
    }

    /** Of an IPv4 packet with a TCP segment of that many octets. */
    static long pseudoHeader(byte[] packet, int tcpBytes) {
        return of(packet, 12, 8) + TCP + tcpBytes;
    }

    static int finish(long sum) {
        return ~fold(sum) & 0xFFFF;
    }

    static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int) folded;
    }

    private static int swapped(int word) {
        return (word >>> 8) | ((word & 0xFF) << 8);
    }
}
