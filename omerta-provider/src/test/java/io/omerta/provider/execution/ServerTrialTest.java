package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ServerTrialTest {
    private static final byte[] INITIATION = message(1, 148);
    private static final byte[] RESPONSE = message(2, 92);
    private static final byte[] DATA = message(4, 1_400);

    private final ServerTrial trial = new ServerTrial(at(0));

    @Test
    void unanswered_onlyInitiationsAreSent_andFewOfThem() {
        assertThat(trial.maySend(DATA, at(0))).isFalse();
        assertThat(trial.maySend(message(1, 149), at(0))).isFalse();
        assertThat(trial.maySend(message(3, 64), at(0))).isFalse();
        assertThat(trial.maySend(new byte[0], at(0))).isFalse();
        long sent = LongStream.range(0, 1_000)
                .filter(i -> trial.maySend(INITIATION, Duration.ofMillis(i * 1_000)))
                .count();
        // Every 2 s, for 90 s.
        assertThat(sent).isEqualTo(45);
        assertThat(trial.isOver(at(1_000))).isTrue();
    }

    @Test
    void unanswered_nothingButAResponseIsReceived() {
        assertThat(trial.mayReceive(DATA, at(1))).isFalse();
        assertThat(trial.mayReceive(message(2, 91), at(1))).isFalse();
        assertThat(trial.maySend(DATA, at(1))).isFalse();
        assertThat(trial.mayReceive(RESPONSE, at(1))).isTrue();
        assertThat(trial.maySend(DATA, at(1))).isTrue();
        assertThat(trial.mayReceive(DATA, at(1))).isTrue();
    }

    @Test
    void answered_andSilentForThreeMinutes_hasToAnswerAnew() {
        trial.mayReceive(RESPONSE, at(1));
        trial.mayReceive(DATA, at(100));
        assertThat(trial.maySend(DATA, at(279))).isTrue();
        assertThat(trial.maySend(DATA, at(280))).isFalse();
        assertThat(trial.mayReceive(DATA, at(280))).isFalse();
        // However late: it was a server once.
        assertThat(trial.maySend(INITIATION, at(9_999))).isTrue();
        assertThat(trial.mayReceive(RESPONSE, at(9_999))).isTrue();
        assertThat(trial.maySend(DATA, at(9_999))).isTrue();
    }

    private static Duration at(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static byte[] message(int type, int bytes) {
        byte[] message = new byte[bytes];
        message[0] = (byte) type;
        return message;
    }
}
