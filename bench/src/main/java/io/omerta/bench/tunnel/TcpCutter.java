package io.omerta.bench.tunnel;

import io.omerta.bench.net.OffloadTun;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * Cuts what a {@link OffloadTun} gives into packets that fit the MTU, with the checksums that the kernel has left out. IPv4 and
 * TCP are cut; everything else comes whole. One thread.
 */
final class TcpCutter {
    private static final int NEEDS_CHECKSUM = 1;
    private static final int TCP_IPV4 = 1;
    private static final int FIN_AND_PUSH = 0x09;
    private static final int FLAGS = 13;
    private static final int TCP_CHECKSUM = 16;

    private final byte[] packet = new byte[65_535];
    private final ByteBuffer view = ByteBuffer.wrap(packet);

    /** @param raw a header of the device and a packet */
    void cut(byte[] raw, int length, Consumer<ByteBuffer> out) {
        ByteBuffer header = ByteBuffer.wrap(raw, 0, length).order(ByteOrder.nativeOrder());
        int start = OffloadTun.HEADER_BYTES;
        if (header.get(1) == TCP_IPV4) {
            cutTcp(raw, length, Short.toUnsignedInt(header.getShort(4)), out);
            return;
        }
        System.arraycopy(raw, start, packet, 0, length - start);
        if ((header.get(0) & NEEDS_CHECKSUM) != 0) {
            complete(length - start, header.getShort(6), header.getShort(8));
        }
        out.accept(view.limit(length - start).position(0));
    }

    /** The field holds the sum of the pseudo header already. */
    private void complete(int length, int from, int field) {
        long sum = InternetSum.of(packet, from, length - from);
        view.limit(length).putShort(from + field, (short) InternetSum.finish(sum));
    }

    private void cutTcp(byte[] raw, int length, int payloadBytes, Consumer<ByteBuffer> out) {
        int start = OffloadTun.HEADER_BYTES;
        int ipHeader = (raw[start] & 0xF) * 4;
        int tcpHeader = (raw[start + ipHeader + 12] >>> 4 & 0xF) * 4;
        int headers = ipHeader + tcpHeader;
        System.arraycopy(raw, start, packet, 0, headers);
        view.limit(packet.length);
        int sequence = view.getInt(ipHeader + 4);
        int identification = view.getShort(4);
        byte flags = packet[ipHeader + FLAGS];
        for (int at = start + headers; at < length; at += payloadBytes) {
            int payload = Math.min(payloadBytes, length - at);
            System.arraycopy(raw, at, packet, headers, payload);
            view.limit(packet.length);
            view.putShort(2, (short) (headers + payload)).putShort(4, (short) identification++);
            view.putInt(ipHeader + 4, sequence);
            packet[ipHeader + FLAGS] = at + payload < length ? (byte) (flags & ~FIN_AND_PUSH) : flags;
            sum(ipHeader, headers + payload);
            out.accept(view.limit(headers + payload).position(0));
            sequence += payload;
        }
    }

    private void sum(int ipHeader, int length) {
        view.putShort(10, (short) 0);
        view.putShort(10, (short) InternetSum.finish(InternetSum.of(packet, 0, ipHeader)));
        view.putShort(ipHeader + TCP_CHECKSUM, (short) 0);
        long sum = InternetSum.pseudoHeader(packet, length - ipHeader)
                + InternetSum.of(packet, ipHeader, length - ipHeader);
        view.putShort(ipHeader + TCP_CHECKSUM, (short) InternetSum.finish(sum));
    }
}
