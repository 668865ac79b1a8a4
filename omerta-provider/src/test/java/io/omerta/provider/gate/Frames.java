package io.omerta.provider.gate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Frames as a guest would send them: hexadecimal in, right checksums filled in. */
final class Frames {
    static final long GUEST_MAC = 0x0200_0077_0002L;
    static final String TO_GATEWAY = "020000770001 020000770002 ";
    static final String BROADCAST = "ffffffffffff 020000770002 ";
    static final String ARP_BODY = "0806 0001 0800 06 04 0001 020000770002 a9fe4d02 000000000000 a9fe4d01";

    private Frames() {}

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    static String hexOf(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] arp() {
        return hex(BROADCAST + ARP_BODY);
    }

    /** A WireGuard message of this type and size, filled with something. */
    static byte[] message(int type, int size) {
        byte[] message = new byte[size];
        for (int i = 4; i < size; i++) {
            message[i] = (byte) (i * 31 + type);
        }
        if (size > 0) {
            message[0] = (byte) type;
        }
        return message;
    }

    static byte[] initiation() {
        return tunnel(message(1, 148));
    }

    static byte[] tunnel(byte[] datagram) {
        return udp(40_000, 51_820, datagram);
    }

    static byte[] udp(int sourcePort, int destinationPort, byte[] payload) {
        ByteBuffer udp = ByteBuffer.allocate(8 + payload.length);
        udp.putShort((short) sourcePort).putShort((short) destinationPort);
        udp.putShort((short) udp.capacity()).putShort((short) 0).put(payload);
        return ipv4("a9fe4d01", 17, udp.array());
    }

    static byte[] ipv4(String destination, int protocol, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(34 + payload.length);
        frame.put(hex(TO_GATEWAY + "0800 4500")).putShort((short) (20 + payload.length));
        frame.put(hex("1234 4000 40")).put((byte) protocol).put(hex("0000 a9fe4d02" + destination));
        frame.put(payload);
        return withChecksums(frame.array());
    }

    static byte[] ipv6(int nextHeader, String destination, String payload) {
        String body = payload.replace(" ", "");
        String length = HexFormat.of().toHexDigits((short) (body.length() / 2));
        String next = HexFormat.of().toHexDigits((byte) nextHeader);
        return hex(TO_GATEWAY + "86dd 60000000" + length + next + "ff fe80000000000000 0000000000000001" + destination
                + body);
    }

    /** The frame with other bytes at a place, checksums as they were. */
    static byte[] with(byte[] frame, int at, String bytes) {
        byte[] changed = frame.clone();
        byte[] patch = hex(bytes);
        System.arraycopy(patch, 0, changed, at, patch.length);
        return changed;
    }

    static byte[] longer(byte[] frame, int bytes) {
        return Arrays.copyOf(frame, frame.length + bytes);
    }

    static byte[] shorter(byte[] frame, int bytes) {
        return Arrays.copyOf(frame, frame.length - bytes);
    }

    /** Right checksums for whatever is in an IPv4 frame: of the header, and of UDP when it is UDP. */
    static byte[] withChecksums(byte[] frame) {
        byte[] right = frame.clone();
        int header = 4 * (right[14] & 0xf);
        if (right.length < 14 + header || header < 20) {
            return right;
        }
        put16(right, 24, 0);
        put16(right, 24, ~sum(right, 14, 14 + header, 0));
        int udp = 14 + header;
        if (right[23] == 17 && right.length >= udp + 8) {
            put16(right, udp + 6, 0);
            int pseudo = sum(right, 26, 34, 17 + (right[udp + 4] & 0xff) * 256 + (right[udp + 5] & 0xff));
            int checksum = ~sum(right, udp, right.length, pseudo) & 0xffff;
            put16(right, udp + 6, checksum == 0 ? 0xffff : checksum);
        }
        return right;
    }

    static int sum(byte[] bytes, int from, int to, int start) {
        int sum = start;
        for (int i = from; i < to; i++) {
            sum += (bytes[i] & 0xff) << ((i - from) % 2 == 0 ? 8 : 0);
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    private static void put16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }
}
