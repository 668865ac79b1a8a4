package io.omerta.provider.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.provider.gate.FrameOracle.Opinion;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Mutated frames: the gate and the oracle agree on each, nothing throws, and what is let through is the datagram and no byte
 * more. As many as {@code omerta.gate.fuzz.frames} says, other ones for each {@code omerta.gate.fuzz.seed}.
 */
class FrameGateFuzzTest {
    private static final long SEED = Long.getLong("omerta.gate.fuzz.seed", 20_260_701);
    private static final long FRAMES = Long.getLong("omerta.gate.fuzz.frames", 1_000_000);
    /** A VM's worth: the port that gate and oracle remember starts anew. */
    private static final int FRAMES_PER_VM = 50;
    /** All sentences of the gate about a frame, whatever numbers are in them. */
    private static final int REASONS = 31;
    /** How many times each is met at least, in a million frames. */
    private static final long MET_IN_A_MILLION = 100;

    private static final long MILLION = 1_000_000;

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final MutatedFrames frames = new MutatedFrames(SEED);
    private final Map<Opinion, Long> opinions = new EnumMap<>(Opinion.class);
    private final Map<String, Long> reasons = new HashMap<>();

    @Test
    void onMutatedFrames_gateAndOracleAgree() {
        FrameGate gate = new FrameGate(Frames.GUEST_MAC);
        FrameOracle oracle = new FrameOracle();
        for (long i = 0; i < FRAMES; i++) {
            if (i % FRAMES_PER_VM == 0) {
                gate = new FrameGate(Frames.GUEST_MAC);
                oracle = new FrameOracle();
            }
            byte[] frame = frames.next();
            Opinion opinion = oracle.judge(frame);
            Verdict verdict = gate.judge(frame);
            if (i < MILLION && verdict instanceof Verdict.Rogue rogue) {
                reasons.merge(NUMBER.matcher(rogue.connection().reason()).replaceAll("N"), 1L, Long::sum);
            }
            if (opinion(verdict, frame) != opinion) {
                throw new AssertionError("frame " + i + " of seed " + SEED + ": not " + opinion + ": "
                        + HexFormat.of().formatHex(frame));
            }
            opinions.merge(opinion, 1L, Long::sum);
        }
        System.out.println("seed " + SEED + ": " + opinions);
        // The comparison says something only while every opinion is common, and every check of the gate is met.
        assertThat(opinions.get(Opinion.PASS)).isGreaterThan(FRAMES / 20);
        assertThat(opinions.get(Opinion.ANSWER)).isGreaterThan(FRAMES / 100);
        assertThat(opinions.get(Opinion.ROGUE)).isGreaterThan(FRAMES / 3);
        assertThat(reasons).hasSize(REASONS);
        assertThat(reasons.values())
                .allMatch(times -> times >= MET_IN_A_MILLION * Math.min(FRAMES, MILLION) / MILLION, "is met often");
    }

    private static Opinion opinion(Verdict verdict, byte[] frame) {
        return switch (verdict) {
            case Verdict.Answer answer -> {
                assertSame(answer.reply(), ByteBuffer.wrap(ArpRequest.reply(Frames.GUEST_MAC)), frame);
                yield Opinion.ANSWER;
            }
            case Verdict.Pass pass -> {
                assertSame(pass.datagram(), ByteBuffer.wrap(frame, 42, frame.length - 42), frame);
                yield Opinion.PASS;
            }
            case Verdict.Rogue rogue -> Opinion.ROGUE;
        };
    }

    private static void assertSame(ByteBuffer actual, ByteBuffer expected, byte[] frame) {
        if (!actual.equals(expected)) {
            throw new AssertionError("other bytes leave for " + HexFormat.of().formatHex(frame));
        }
    }
}
