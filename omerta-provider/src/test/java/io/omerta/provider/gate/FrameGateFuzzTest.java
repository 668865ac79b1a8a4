package io.omerta.provider.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.provider.gate.FrameOracle.Opinion;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Mutated frames: the gate and the oracle agree on each, and nothing throws. */
class FrameGateFuzzTest {
    private static final long SEED = 20_260_701;
    private static final int FRAMES = Integer.getInteger("omerta.gate.fuzz.frames", 1_000_000);
    /** A VM's worth: the port that gate and oracle remember starts anew. */
    private static final int FRAMES_PER_VM = 50;

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

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    private FrameGate gate = new FrameGate(Frames.GUEST_MAC);
    private FrameOracle oracle = new FrameOracle();

    @Test
    void onMutatedFrames_gateAndOracleAgree() {
        Map<Opinion, Integer> counts = new EnumMap<>(Opinion.class);
        for (int i = 0; i < FRAMES; i++) {
            if (i % FRAMES_PER_VM == 0) {
                gate = new FrameGate(Frames.GUEST_MAC);
                oracle = new FrameOracle();
            }
            byte[] frame = mutated(SEEDS.get(random.nextInt(SEEDS.size())));
            Opinion opinion = oracle.judge(frame);
            if (opinion(gate.judge(frame)) != opinion) {
                throw new AssertionError("frame " + i + ": not " + opinion + ": "
                        + HexFormat.of().formatHex(frame));
            }
            counts.merge(opinion, 1, Integer::sum);
        }
        // The comparison says something only while every opinion is common.
        assertThat(counts.get(Opinion.PASS)).isGreaterThan(FRAMES / 20);
        assertThat(counts.get(Opinion.ANSWER)).isGreaterThan(FRAMES / 100);
        assertThat(counts.get(Opinion.ROGUE)).isGreaterThan(FRAMES / 3);
    }

    private static Opinion opinion(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Answer answer -> Opinion.ANSWER;
            case Verdict.Pass pass -> Opinion.PASS;
            case Verdict.Rogue rogue -> Opinion.ROGUE;
        };
    }

    private byte[] mutated(byte[] seed) {
        byte[] frame = random.nextInt(6) == 0 ? resized(seed) : seed.clone();
        int changes = random.nextInt(4);
        for (int i = 0; i < changes && frame.length > 0; i++) {
            frame[place(frame.length)] = someByte();
        }
        return random.nextBoolean() && frame.length > 24 ? Frames.withChecksums(frame) : frame;
    }

    private byte[] resized(byte[] seed) {
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
        int[] edges = {0, 1, 4, 6, 8, 17, 0x40, 0x45, 0x46, 0x7f, 0x80, 0xff};
        return (byte) (random.nextBoolean() ? edges[random.nextInt(edges.length)] : random.nextInt(256));
    }
}
