package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
    private final RoundTrips roundTrips = new RoundTrips();

    private void measure(int times, long milliseconds) {
        for (int i = 0; i < times; i++) {
            roundTrips.measured(Duration.ofMillis(milliseconds).toNanos());
        }
    }

    private static long nanos(long milliseconds) {
        return Duration.ofMillis(milliseconds).toNanos();
    }

    @Test
    void nothingMeasured_waitsLong() {
        assertThat(roundTrips.soft(0)).isEqualTo(Duration.ofMillis(300));
        assertThat(roundTrips.hard()).isEqualTo(Duration.ofMillis(1_500));
    }

    @Test
    void waits_followWhatAnswersTake() {
        measure(64, 400);

        assertThat(roundTrips.soft(0)).isEqualTo(Duration.ofMillis(600));
        assertThat(roundTrips.hard()).isEqualTo(Duration.ofMillis(1_600));
    }

    @Test
    void aFifthThatIsSlowOnPurpose_changesNothing() {
        for (int i = 0; i < 64; i++) {
            measure(1, i % 5 == 0 ? 2_000 : 50);
        }

        assertThat(roundTrips.soft(0)).isEqualTo(Duration.ofMillis(75));
        assertThat(roundTrips.hard()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void quickNode_isWaitedForTwiceAsLongAsItTakes_andNeverLongerThanOthers() {
        measure(64, 100);

        assertThat(roundTrips.soft(nanos(20))).isEqualTo(Duration.ofMillis(40));
        assertThat(roundTrips.soft(nanos(1))).isEqualTo(Duration.ofMillis(10));
        assertThat(roundTrips.soft(nanos(900))).isEqualTo(Duration.ofMillis(150));
    }
}
