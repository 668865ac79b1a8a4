package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;

/**
 * Writes packets into one buffer that it owns and uses again: a packet returned is valid until the next call. Confined to
 * one thread.
 */
public final class PacketWriter {
    private static final int HOP_LIMIT = 64;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MAX_PACKET_BYTES = 65_535;

    private final ByteBuffer buffer = ByteBuffer.allocate(MAX_PACKET_BYTES);
    private int identification;

    /** A whole TCP packet. */
    public ByteBuffer tcp(IpAddress source, IpAddress destination, TcpSegment segment) {
        int optionBytes = TcpOptionsWriter.length(segment.options());
        int header = TcpView.MIN_HEADER_BYTES + optionBytes;
        int length = header + segment.payload().remaining();
        int at = begin(source, destination, IpProtocol.TCP, length);
        buffer.putShort((short) segment.sourcePort()).putShort((short) segment.destinationPort());
        buffer.putInt(segment.sequence()).putInt(segment.acknowledgment());
        buffer.put((byte) ((header / 4) << 4)).put((byte) segment.flags());
        buffer.putShort((short) segment.window()).putInt(0);
        TcpOptionsWriter.write(segment.options(), buffer);
        buffer.put(segment.payload().duplicate());
        seal(at + 16, Checksum.pseudoHeader(source, destination, IpProtocol.TCP, length), at, length);
        return buffer.flip();
    }

    /** A whole UDP packet; its checksum is always there. */
    public ByteBuffer udp(IpAddress source, IpAddress destination, UdpDatagram datagram) {
        int length = UdpView.HEADER_BYTES + datagram.payload().remaining();
        int at = begin(source, destination, IpProtocol.UDP, length);
        buffer.putShort((short) datagram.sourcePort()).putShort((short) datagram.destinationPort());
        buffer.putShort((short) length).putShort((short) 0);
        buffer.put(datagram.payload().duplicate());
        seal(at + 6, Checksum.pseudoHeader(source, destination, IpProtocol.UDP, length), at, length);
        if (buffer.getShort(at + 6) == 0) {
            // 0 means "no checksum" on the wire; all ones is the same number in ones' complement (RFC 768).
            buffer.putShort(at + 6, (short) 0xFFFF);
        }
        return buffer.flip();
    }

    /** A whole ICMP packet of the family of the addresses. */
    public ByteBuffer icmp(IpAddress source, IpAddress destination, IcmpMessage message) {
        boolean six = source instanceof Ipv6Address;
        int protocol = six ? IpProtocol.ICMPV6 : IpProtocol.ICMP;
        int length = IcmpView.HEADER_BYTES + message.payload().remaining();
        int at = begin(source, destination, protocol, length);
        buffer.put((byte) message.type()).put((byte) message.code()).putShort((short) 0);
        buffer.putInt(message.rest()).put(message.payload().duplicate());
        seal(at + 2, six ? Checksum.pseudoHeader(source, destination, protocol, length) : 0, at, length);
        return buffer.flip();
    }

    /** Largest payload of one UDP datagram that a packet can hold, whatever the MTU. */
    public static int maxUdpPayloadBytes(IpAddress source) {
        return MAX_PACKET_BYTES - headerBytes(source) - UdpView.HEADER_BYTES;
    }

    /** Length of the IP header that packets of the address's family get here. */
    public static int headerBytes(IpAddress address) {
        return address instanceof Ipv4Address ? Ipv4View.MIN_HEADER_BYTES : Ipv6View.HEADER_BYTES;
    }

    private void seal(int field, long pseudo, int at, int length) {
        buffer.putShort(field, (short) Checksum.finish(pseudo + Checksum.sum(buffer, at, length)));
    }

    /** Writes the IP header and returns where the payload begins. */
    private int begin(IpAddress source, IpAddress destination, int protocol, int length) {
        buffer.clear();
        switch (source) {
            case Ipv4Address _ -> beginIpv4(source, destination, protocol, length);
            case Ipv6Address _ -> beginIpv6(source, destination, protocol, length);
        }
        return buffer.position();
    }

    private void beginIpv4(IpAddress source, IpAddress destination, int protocol, int length) {
        identification = identification + 1 & 0xFFFF;
        buffer.putShort((short) 0x4500).putShort((short) (Ipv4View.MIN_HEADER_BYTES + length));
        buffer.putShort((short) identification).putShort((short) DONT_FRAGMENT);
        buffer.put((byte) HOP_LIMIT).put((byte) protocol).putShort((short) 0);
        source.writeTo(buffer);
        destination.writeTo(buffer);
        buffer.putShort(10, (short) Checksum.finish(Checksum.sum(buffer, 0, Ipv4View.MIN_HEADER_BYTES)));
    }

    private void beginIpv6(IpAddress source, IpAddress destination, int protocol, int length) {
        buffer.putInt(6 << 28).putShort((short) length).put((byte) protocol).put((byte) HOP_LIMIT);
        source.writeTo(buffer);
        destination.writeTo(buffer);
    }
}
