package io.omerta.provider.gate;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A second opinion, made another way round: it takes the few free fields out of a frame, writes the only acceptable frame
 * that has them, and compares.
 */
final class FrameOracle {
    enum Opinion {
        ANSWER,
        PASS,
        ROGUE
    }

    private static final byte[] BROADCAST_ARP = Arrays.copyOf(Frames.arp(), 60);
    private static final byte[] DIRECT_ARP = Arrays.copyOf(Frames.hex(Frames.TO_GATEWAY + Frames.ARP_BODY), 60);
    private static final byte[] ETHERNET = Frames.hex(Frames.TO_GATEWAY + "0800 45");
    private static final byte[] ADDRESSES = Frames.hex("a9fe4d02 a9fe4d01");

    private int port;

    Opinion judge(byte[] frame) {
        if (isArp(frame)) {
            return Opinion.ANSWER;
        }
        if (frame.length < 46 || frame.length > 1514 || !Arrays.equals(frame, rewritten(frame))) {
            return Opinion.ROGUE;
        }
        int source = ByteBuffer.wrap(frame).getShort(34) & 0xffff;
        if (source == 0 || frame[22] == 0 || (port != 0 && port != source) || !isWireGuard(frame)) {
            return Opinion.ROGUE;
        }
        port = source;
        return Opinion.PASS;
    }

    private static boolean isArp(byte[] frame) {
        byte[] padded = Arrays.copyOf(frame, 60);
        return frame.length >= 42
                && frame.length <= 60
                && (Arrays.equals(padded, BROADCAST_ARP) || Arrays.equals(padded, DIRECT_ARP));
    }

    private static byte[] rewritten(byte[] frame) {
        ByteBuffer from = ByteBuffer.wrap(frame);
        ByteBuffer to = ByteBuffer.allocate(frame.length);
        to.put(ETHERNET).put(frame[15]).putShort((short) (frame.length - 14));
        to.putShort(from.getShort(18))
                .putShort((short) (from.getShort(20) & 0x4000))
                .put(frame[22])
                .put((byte) 17);
        to.putShort((short) 0).put(ADDRESSES);
        to.putShort(from.getShort(34)).putShort((short) 51_820).putShort((short) (frame.length - 34));
        to.putShort((short) 0).put(frame, 42, frame.length - 42);
        byte[] right = Frames.withChecksums(to.array());
        if (frame[40] == 0 && frame[41] == 0) {
            right[40] = 0;
            right[41] = 0;
        }
        // In one's complement 0xffff and 0 are the same number.
        if (right[24] == 0 && right[25] == 0 && frame[24] == -1 && frame[25] == -1) {
            right[24] = -1;
            right[25] = -1;
        }
        return right;
    }

    private static boolean isWireGuard(byte[] frame) {
        int size = frame.length - 42;
        return switch (ByteBuffer.wrap(frame).getInt(42)) {
            case 0x01000000 -> size == 148;
            case 0x02000000 -> size == 92;
            case 0x03000000 -> size == 64;
            case 0x04000000 -> size >= 32 && size % 16 == 0;
            default -> false;
        };
    }
}
