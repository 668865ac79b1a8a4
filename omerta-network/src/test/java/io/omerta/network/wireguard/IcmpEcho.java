package io.omerta.network.wireguard;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Echo requests (RFC 792, RFC 4443) that a kernel answers, and the test for its answer. */
final class IcmpEcho {
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int ICMP_HEADER = 8;
    private static final int ICMPV4 = 1;
    private static final int ICMPV6 = 58;

    private IcmpEcho() {}

    static byte[] request(String source, String destination, int sequence, int payloadBytes) {
        byte[] from = InetAddress.ofLiteral(source).getAddress();
        byte[] to = InetAddress.ofLiteral(destination).getAddress();
        boolean ipv4 = from.length == 4;
        byte[] icmp = ByteBuffer.allocate(ICMP_HEADER + payloadBytes)
                .put((byte) (ipv4 ? 8 : 128))
                .put((byte) 0)
                .putShort((short) 0)
                .putShort((short) 77)
                .putShort((short) sequence)
                .array();
        for (int i = ICMP_HEADER; i < icmp.length; i++) {
            icmp[i] = (byte) (i * 7 + sequence);
        }
        return ipv4 ? ipv4(from, to, icmp) : ipv6(from, to, icmp);
    }

    private static byte[] ipv4(byte[] from, byte[] to, byte[] icmp) {
        putChecksum(icmp, 2, checksum(icmp));
        byte[] header = ByteBuffer.allocate(IPV4_HEADER)
                .put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (IPV4_HEADER + icmp.length))
                .putInt(0)
                .put((byte) 64)
                .put((byte) ICMPV4)
                .putShort((short) 0)
                .put(from)
                .put(to)
                .array();
        putChecksum(header, 10, checksum(header));
        return join(header, icmp);
    }

    private static byte[] ipv6(byte[] from, byte[] to, byte[] icmp) {
        byte[] pseudo = ByteBuffer.allocate(IPV6_HEADER + icmp.length)
                .put(from)
                .put(to)
                .putInt(icmp.length)
                .putInt(ICMPV6)
                .put(icmp)
                .array();
        putChecksum(icmp, 2, checksum(pseudo));
        byte[] header = ByteBuffer.allocate(IPV6_HEADER)
                .putInt(0x60000000)
                .putShort((short) icmp.length)
                .put((byte) ICMPV6)
                .put((byte) 64)
                .put(from)
                .put(to)
                .array();
        return join(header, icmp);
    }

    /** Whether the packet is the answer to that request: the addresses changed places, the payload came back. */
    static boolean isReply(byte[] packet, byte[] request) {
        boolean ipv4 = request[0] >>> 4 == 4;
        int header = ipv4 ? IPV4_HEADER : IPV6_HEADER;
        if (packet.length != request.length || packet[header] != (byte) (ipv4 ? 0 : 129)) {
            return false;
        }
        int compared = header + 4;
        return ByteBuffer.wrap(packet, compared, packet.length - compared)
                .equals(ByteBuffer.wrap(request, compared, request.length - compared));
    }

    private static byte[] join(byte[] header, byte[] body) {
        return ByteBuffer.allocate(header.length + body.length)
                .put(header)
                .put(body)
                .array();
    }

    private static void putChecksum(byte[] bytes, int offset, short checksum) {
        ByteBuffer.wrap(bytes).putShort(offset, checksum);
    }

    private static short checksum(byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += (bytes[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        sum = (sum >>> 16) + (sum & 0xffff);
        sum += sum >>> 16;
        return (short) ~sum;
    }
}
