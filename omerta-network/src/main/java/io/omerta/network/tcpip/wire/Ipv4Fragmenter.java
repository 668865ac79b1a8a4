package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Cuts IPv4 packets that a link cannot hold (RFC 791 §2.3). */
public final class Ipv4Fragmenter {
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int OFFSET_UNIT_BYTES = 8;

    private Ipv4Fragmenter() {}

    /**
     * Gives the fragments of a packet to {@code out}, first to last.
     *
     * @param packet whole, from {@link PacketWriter}
     * @param mtu of the link, in bytes
     */
    public static void split(ByteBuffer packet, int mtu, Consumer<ByteBuffer> out) {
        int header = Ipv4View.MIN_HEADER_BYTES;
        int most = (mtu - header) / OFFSET_UNIT_BYTES * OFFSET_UNIT_BYTES;
        int length = packet.remaining() - header;
        ByteBuffer fragment = ByteBuffer.allocate(header + most);
        for (int offset = 0; offset < length; offset += most) {
            int count = Math.min(most, length - offset);
            boolean more = offset + count < length;
            fragment.clear();
            fragment.put(packet.slice(packet.position(), header));
            fragment.put(packet.slice(packet.position() + header + offset, count));
            fragment.putShort(2, (short) (header + count));
            fragment.putShort(6, (short) (offset / OFFSET_UNIT_BYTES | (more ? MORE_FRAGMENTS : 0)));
            fragment.putShort(10, (short) 0);
            fragment.putShort(10, (short) Checksum.finish(Checksum.sum(fragment, 0, header)));
            out.accept(fragment.flip());
        }
    }
}
