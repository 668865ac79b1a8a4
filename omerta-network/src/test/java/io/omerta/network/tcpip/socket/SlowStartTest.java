package io.omerta.network.tcpip.socket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SlowStartTest {
    private static final long MILLI = 1_000_000;

    private final SlowStart slowStart = new SlowStart();

    @Test
    void steadyRoundTrips_changeNothing() {
        for (int i = 0; i < 20; i++) {
            round(50 * MILLI);
        }
        assertThat(slowStart.growth(100)).isEqualTo(100);
        assertThat(slowStart.isOver()).isFalse();
    }

    @Test
    void roundTripsThatGrow_slowItDown_andEndItAfterFiveRounds() {
        round(50 * MILLI);
        round(60 * MILLI);
        assertThat(slowStart.growth(100)).isEqualTo(25);
        assertThat(slowStart.isOver()).isFalse();
        for (int i = 0; i < 5; i++) {
            round(60 * MILLI);
        }
        slowStart.onRound();
        assertThat(slowStart.isOver()).isTrue();
    }

    @Test
    void roundTripsThatShrinkAgain_wereAFalseAlarm() {
        round(50 * MILLI);
        round(60 * MILLI);
        round(50 * MILLI);
        assertThat(slowStart.growth(100)).isEqualTo(100);
    }

    @Test
    void smallRise_orFewSamples_sayNothing() {
        round(50 * MILLI);
        round(53 * MILLI);
        slowStart.onRound();
        for (int i = 0; i < 7; i++) {
            slowStart.onRoundTrip(90 * MILLI);
        }
        assertThat(slowStart.growth(100)).isEqualTo(100);
    }

    private void round(long rtt) {
        slowStart.onRound();
        for (int i = 0; i < 8; i++) {
            slowStart.onRoundTrip(rtt);
        }
    }
}
