package io.omerta.bench.gate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What an honest guest's WireGuard sends while it uploads: mostly full datagrams, some small ones. */
final class HonestFrames {
    static final long GUEST_MAC = 0x0280_0000_0001L;
    private static final int AT_IPV4 = 14;
    private static final int AT_UDP = 34;
    private static final int AT_DATAGRAM = 42;
    private static final int DATA = 4;
    private static final int[] DATAGRAM_BYTES = {1456, 1456, 1456, 1456, 1456, 1456, 1456, 128, 128, 32};

    private HonestFrames() {}

    static List<byte[]> mixture() {
        List<byte[]> frames = new ArrayList<>();
        for (int bytes : DATAGRAM_BYTES) {
            frames.add(frame(bytes));
        }
        return frames;
    }

    private static byte[] frame(int datagramBytes) {
        ByteBuffer frame = ByteBuffer.allocate(AT_DATAGRAM + datagramBytes);
        frame.put(HexFormat.of().parseHex("020000770001" + "028000000001" + "0800" + "4500"));
        frame.putShort((short) (frame.capacity() - AT_IPV4));
        frame.put(HexFormat.of().parseHex("1234" + "4000" + "4011" + "0000" + "a9fe4d02" + "a9fe4d01"));
        frame.putShort((short) 40_000).putShort((short) 51_820);
        frame.putShort((short) (frame.capacity() - AT_UDP)).putShort((short) 0);
        frame.put((byte) DATA).put(new byte[3]);
        for (int i = 0; frame.hasRemaining(); i++) {
            frame.put((byte) (i * 31));
        }
        frame.putShort(24, (short) ~sum(frame, AT_IPV4, AT_UDP, 0));
        int pseudoHeader = 0x11 + frame.capacity() - AT_UDP;
        frame.putShort(40, (short) ~sum(frame, AT_UDP - 8, frame.capacity(), pseudoHeader));
        return frame.array();
    }

    private static int sum(ByteBuffer frame, int from, int to, int start) {
        int sum = start;
        for (int i = from; i < to; i += 2) {
            sum += frame.getShort(i) & 0xffff;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }
}
