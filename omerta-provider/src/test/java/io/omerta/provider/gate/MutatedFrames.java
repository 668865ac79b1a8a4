package io.omerta.provider.gate;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Frames that a guest might send, damaged a little: near what the gate accepts, so that each of its checks is the one that
 * decides for some of them. The same ones for the same seed.
 */
final class MutatedFrames {
    private static final List<byte[]> SEEDS = List.of(
            Frames.arp(),
            Frames.longer(Frames.arp(), 18),
            Frames.initiation(),
            Frames.tunnel(Frames.message(2, 92)),
            Frames.tunnel(Frames.message(3, 64)),
            Frames.tunnel(Frames.message(4, 32)),
            Frames.tunnel(Frames.message(4, 128)),
            Frames.tunnel(Frames.message(4, 1472)),
            Frames.ipv4("08080808", 6, new byte[40]),
            Frames.udp(68, 67, new byte[40]),
            Frames.ipv6(0, "ff020000000000000000000000000016", "3a00 050200000100 8f00"));

    private static final int[] EDGES = {0, 1, 4, 6, 8, 17, 0x40, 0x45, 0x46, 0x7f, 0x80, 0xff};
    /** Where the fields of 16 bits are: types, lengths, flags, checksums, ports. */
    private static final int[] FIELDS = {12, 14, 16, 18, 20, 24, 34, 36, 38, 40, 42};

    private final RandomGenerator random;

    MutatedFrames(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    byte[] next() {
        if (random.nextInt(4) == 0) {
            return Frames.udp(random.nextInt(8) == 0 ? random.nextInt(4) : 40_000, 51_820, payload());
        }
        byte[] seed = SEEDS.get(random.nextInt(SEEDS.size()));
        byte[] frame = random.nextInt(6) == 0 ? resized(seed) : seed.clone();
        if (random.nextInt(8) == 0 && frame.length > 44) {
            lie(frame);
        }
        int changes = random.nextInt(4);
        for (int i = 0; i < changes && frame.length > 0; i++) {
            frame[place(frame.length)] = someByte();
        }
        return random.nextBoolean() && frame.length > 24 ? Frames.withChecksums(frame) : frame;
    }

    /** What right headers hold: something like a WireGuard message, of about the right size. */
    private byte[] payload() {
        int[] sizes = {0, 4, 32, 64, 92, 148, 1472};
        int size = Math.clamp(
                sizes[random.nextInt(sizes.length)] + (random.nextBoolean() ? random.nextInt(-4, 17) : 0), 0, 1480);
        byte[] payload = Frames.message(random.nextInt(6), size);
        if (random.nextInt(8) == 0 && size > 4) {
            payload[random.nextInt(4)] = someByte();
        }
        return payload;
    }

    /** A field is off by a little. */
    private void lie(byte[] frame) {
        int at = FIELDS[random.nextInt(FIELDS.length)];
        int value = ((frame[at] & 0xff) << 8 | (frame[at + 1] & 0xff)) + random.nextInt(-16, 17);
        frame[at] = (byte) (value >>> 8);
        frame[at + 1] = (byte) value;
    }

    private byte[] resized(byte[] seed) {
        if (random.nextInt(4) == 0) {
            return Frames.ipv4("a9fe4d01", 17, new byte[random.nextInt(12)]);
        }
        int length = random.nextBoolean()
                ? Math.max(0, seed.length + random.nextInt(-20, 21))
                : random.nextInt(GuestLink.MAX_FRAME_BYTES + 40);
        return Arrays.copyOf(seed, length);
    }

    /** Headers are hit as often as all the rest. */
    private int place(int length) {
        return random.nextBoolean() ? random.nextInt(Math.min(length, 46)) : random.nextInt(length);
    }

    private byte someByte() {
        return (byte) (random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : random.nextInt(256));
    }
}
