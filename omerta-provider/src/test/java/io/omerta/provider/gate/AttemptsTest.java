package io.omerta.provider.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The attempts that are made from a real guest elsewhere, judged here without one. */
class AttemptsTest {
    static List<Attempt> attempts() {
        return Attempts.all();
    }

    @Test
    void attempts_areMoreThanTwoHundred_eachWithANameOfItsOwn() {
        assertThat(attempts()).hasSizeGreaterThanOrEqualTo(200);
        assertThat(attempts()).extracting(Attempt::fileName).doesNotHaveDuplicates();
        assertThat(attempts()).extracting(Attempt::toString).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void lastFrame_isRogue_andTheOnesBeforeAreNot(Attempt attempt) {
        byte[] mac = {2, (byte) 0x80, 1, 2, 3, 4};
        FrameGate gate = new FrameGate(Octets.u48(mac, 0));
        List<byte[]> frames = attempt.framesOf(mac);

        for (byte[] honest : frames.subList(0, frames.size() - 1)) {
            assertThat(gate.judge(honest)).isInstanceOf(Verdict.Pass.class);
        }
        assertThat(gate.judge(frames.getLast())).isInstanceOf(Verdict.Rogue.class);
    }
}
