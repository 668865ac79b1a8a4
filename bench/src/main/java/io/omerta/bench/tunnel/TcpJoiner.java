package io.omerta.bench.tunnel;

import io.omerta.bench.net.OffloadTun;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Joins neighbouring packets of one TCP stream into large ones for a {@link OffloadTun}, as a network card does (GRO): equal
 * headers but for length, number and checksum, all of one length but the last. What does not fit goes on its own. The tunnel has
 * vouched for the bytes, so checksums of joined packets are not looked at again. One thread.
 */
final class TcpJoiner {
    private static final int IPV4_20 = 0x45;
    private static final int IP_BYTES = 20;
    private static final int TCP = 6;
    private static final int MOST_BYTES = 65_000;
    private static final byte NEEDS_CHECKSUM = 1;
    private static final byte TCP_IPV4 = 1;
    private static final int ACK = 0x10;
    private static final int PUSH = 0x08;
    private static final int START = OffloadTun.HEADER_BYTES;

    private final OffloadTun tun;
    private final byte[] joined = new byte[OffloadTun.MAX_BYTES];
    private final ByteBuffer view = ByteBuffer.wrap(joined);
    private int length;
    private int headers;
    private int payloadBytes;
    private int nextSequence;
    private int packets;
    private boolean open;

    TcpJoiner(OffloadTun tun) {
        this.tun = tun;
    }

    /** @param packet on the heap */
    void add(ByteBuffer packet) {
        byte[] bytes = packet.array();
        int at = packet.arrayOffset() + packet.position();
        int count = packet.remaining();
        int packetHeaders = headersOfData(bytes, at, count);
        if (open && packetHeaders == headers && fits(bytes, at, count)) {
            append(bytes, at + headers, count - headers);
        } else {
            flush();
            begin(bytes, at, count, packetHeaders);
        }
        if (packetHeaders > 0 && (bytes[at + IP_BYTES + 13] & PUSH) != 0) {
            flush();
        }
    }

    /** The length of the headers of plain TCP data; 0 if it is anything else. */
    private static int headersOfData(byte[] bytes, int at, int count) {
        if (count < IP_BYTES + 20
                || bytes[at] != IPV4_20
                || bytes[at + 9] != TCP
                || (bytes[at + 6] & 0xBF) != 0
                || bytes[at + 7] != 0) {
            return 0;
        }
        int all = IP_BYTES + (bytes[at + IP_BYTES + 12] >>> 4 & 0xF) * 4;
        int flags = bytes[at + IP_BYTES + 13];
        return (flags & ~PUSH) == ACK && count > all ? all : 0;
    }

    private boolean fits(byte[] bytes, int at, int count) {
        int payload = count - headers;
        return payload <= payloadBytes
                && length + payload <= MOST_BYTES
                && ByteBuffer.wrap(bytes).getInt(at + IP_BYTES + 4) == nextSequence
                && sameHeaders(bytes, at);
    }

    /** Addresses; ports; acknowledgment; window; options. */
    private boolean sameHeaders(byte[] bytes, int at) {
        return same(bytes, at, 12, IP_BYTES + 4)
                && same(bytes, at, IP_BYTES + 8, IP_BYTES + 13)
                && same(bytes, at, IP_BYTES + 14, IP_BYTES + 16)
                && same(bytes, at, IP_BYTES + 20, headers);
    }

    private boolean same(byte[] bytes, int at, int from, int to) {
        return Arrays.equals(bytes, at + from, at + to, joined, START + from, START + to);
    }

    private void begin(byte[] bytes, int at, int count, int packetHeaders) {
        System.arraycopy(bytes, at, joined, START, count);
        length = count;
        headers = packetHeaders;
        packets = 1;
        open = packetHeaders > 0;
        if (open) {
            payloadBytes = count - packetHeaders;
            nextSequence = view.getInt(START + IP_BYTES + 4) + payloadBytes;
        } else {
            flush();
        }
    }

    private void append(byte[] bytes, int from, int count) {
        System.arraycopy(bytes, from, joined, START + length, count);
        joined[START + IP_BYTES + 13] |= bytes[from - headers + IP_BYTES + 13];
        length += count;
        nextSequence += count;
        packets++;
        open = count == payloadBytes;
    }

    /** Writes what was joined so far. */
    void flush() {
        if (length == 0) {
            return;
        }
        Arrays.fill(joined, 0, START, (byte) 0);
        if (packets > 1) {
            describe();
        }
        tun.write(joined, START + length);
        length = 0;
        open = false;
    }

    private void describe() {
        view.putShort(START + 2, (short) length).putShort(START + 10, (short) 0);
        view.putShort(START + 10, (short) InternetSum.finish(InternetSum.of(joined, START, IP_BYTES)));
        long pseudo = InternetSum.of(joined, START + 12, 8) + TCP + length - IP_BYTES;
        view.putShort(START + IP_BYTES + 16, (short) InternetSum.fold(pseudo));
        view.order(ByteOrder.nativeOrder());
        view.put(0, NEEDS_CHECKSUM)
                .put(1, TCP_IPV4)
                .putShort(2, (short) headers)
                .putShort(4, (short) payloadBytes);
        view.putShort(6, (short) IP_BYTES).putShort(8, (short) 16);
        view.order(ByteOrder.BIG_ENDIAN);
    }
}
