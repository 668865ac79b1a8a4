package io.omerta.vm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLISECOND = 1_000_000;

    private final Pace pace = new Pace(1000, 3, 0);

    @Test
    void burst_isNotDelayed() {
        assertThat(pace.delay(0)).isZero();
        assertThat(pace.delay(0)).isZero();
        assertThat(pace.delay(0)).isZero();
    }

    @Test
    void beyondTheBurst_isDelayedToTheRate() {
        for (int i = 0; i < 3; i++) {
            pace.delay(0);
        }
        assertThat(pace.delay(0)).isEqualTo(MILLISECOND);
        assertThat(pace.delay(MILLISECOND)).isEqualTo(MILLISECOND);
    }

    @Test
    void afterSilence_theBurstIsThereAgainAndNoMore() {
        for (int i = 0; i < 10; i++) {
            pace.delay(0);
        }
        long later = 1_000 * MILLISECOND;
        for (int i = 0; i < 3; i++) {
            assertThat(pace.delay(later)).isZero();
        }
        assertThat(pace.delay(later)).isEqualTo(MILLISECOND);
    }
}
