package io.omerta.network.wireguard;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** IP packets as a tunnel sees them: headers with addresses and length, any payload. */
final class TestPackets {
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final byte EXPERIMENTAL = (byte) 253;

    private TestPackets() {}

    static byte[] packet(String source, String destination, int payloadBytes, int seed) {
        byte[] from = InetAddress.ofLiteral(source).getAddress();
        byte[] to = InetAddress.ofLiteral(destination).getAddress();
        byte[] packet = from.length == 4 ? ipv4(from, to, payloadBytes) : ipv6(from, to, payloadBytes);
        for (int i = packet.length - payloadBytes; i < packet.length; i++) {
            packet[i] = (byte) (seed + i * 31);
        }
        return packet;
    }

    private static byte[] ipv4(byte[] from, byte[] to, int payloadBytes) {
        return ByteBuffer.allocate(IPV4_HEADER + payloadBytes)
                .put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (IPV4_HEADER + payloadBytes))
                .putInt(0)
                .put((byte) 64)
                .put(EXPERIMENTAL)
                .putShort((short) 0)
                .put(from)
                .put(to)
                .array();
    }

    private static byte[] ipv6(byte[] from, byte[] to, int payloadBytes) {
        return ByteBuffer.allocate(IPV6_HEADER + payloadBytes)
                .putInt(0x60000000)
                .putShort((short) payloadBytes)
                .put(EXPERIMENTAL)
                .put((byte) 64)
                .put(from)
                .put(to)
                .array();
    }
}
