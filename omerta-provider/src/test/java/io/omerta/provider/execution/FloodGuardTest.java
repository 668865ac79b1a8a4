package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FloodGuardTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final FloodGuard guard = new FloodGuard(0);

    @Test
    void fresh_onOneSecondsWorthOfControlFrames_letsThemPass() {
        for (int i = 0; i < FloodGuard.CONTROL_FRAMES_PER_SECOND; i++) {
            assertThat(guard.isFlood(0, true)).isFalse();
        }
        assertThat(guard.isFlood(0, true)).isTrue();
    }

    @Test
    void steady_onFramesAtTheLimit_neverFloods() {
        long step = SECOND / FloodGuard.CONTROL_FRAMES_PER_SECOND;
        for (long i = 0; i < 10L * FloodGuard.CONTROL_FRAMES_PER_SECOND; i++) {
            assertThat(guard.isFlood(i * step, true)).isFalse();
        }
    }

    @Test
    void fresh_onDataFrames_allowsFarMore() {
        for (int i = 0; i < FloodGuard.FRAMES_PER_SECOND; i++) {
            assertThat(guard.isFlood(0, false)).isFalse();
        }
        assertThat(guard.isFlood(0, false)).isTrue();
    }
}
