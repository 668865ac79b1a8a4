package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendingLimitsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int FULL_SIZE = 1472;

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 7, -1, Long.MIN_VALUE})
    void fresh_onControlFrames_admitsASecondsWorth(long now) {
        SendingLimits limits = new SendingLimits(now);

        assertThat(admittedControl(limits, now, 10_000)).isEqualTo(SendingLimits.CONTROL_FRAMES_PER_SECOND);
    }

    @Test
    void drained_afterASecond_admitsAsManyAgain() {
        SendingLimits limits = new SendingLimits(0);
        admittedControl(limits, 0, 10_000);

        assertThat(admittedControl(limits, SECOND, 10_000)).isEqualTo(SendingLimits.CONTROL_FRAMES_PER_SECOND);
    }

    @Test
    void silent_forLong_savesNothing() {
        SendingLimits limits = new SendingLimits(0);

        assertThat(admittedControl(limits, 1_000 * SECOND, 10_000)).isEqualTo(SendingLimits.CONTROL_FRAMES_PER_SECOND);
    }

    @Test
    void steady_onFramesAtTheLimit_losesNone() {
        SendingLimits limits = new SendingLimits(0);
        long step = SECOND / SendingLimits.CONTROL_FRAMES_PER_SECOND;
        for (long i = 0; i < 10L * SendingLimits.CONTROL_FRAMES_PER_SECOND; i++) {
            assertThat(limits.admitControl(i * step)).isTrue();
        }
    }

    @Test
    void flooded_withTenTimesTheLimit_stillAdmitsTheLimit() {
        SendingLimits limits = new SendingLimits(0);
        int attempts = 10 * SendingLimits.DATAGRAMS_PER_SECOND;
        int admitted = 0;
        for (int i = 0; i < attempts; i++) {
            admitted += limits.admitData(32, SECOND * i / attempts) ? 1 : 0;
        }
        // What is refused is not counted against the guest; a tenth of a second was saved up before.
        assertThat(admitted)
                .isBetween(SendingLimits.DATAGRAMS_PER_SECOND, SendingLimits.DATAGRAMS_PER_SECOND * 115 / 100);
    }

    @Test
    void flooded_withFullSizedDatagrams_admitsBytesUpToTheirLimit() {
        SendingLimits limits = new SendingLimits(0);
        int attempts = 1_000_000;
        long admitted = 0;
        for (int i = 0; i < attempts; i++) {
            admitted += limits.admitData(FULL_SIZE, SECOND * i / attempts) ? FULL_SIZE : 0;
        }
        assertThat(admitted)
                .isBetween((long) SendingLimits.BYTES_PER_SECOND, SendingLimits.BYTES_PER_SECOND * 115L / 100);
    }

    @Test
    void flooded_withControlFrames_leavesDataAlone() {
        SendingLimits limits = new SendingLimits(0);
        admittedControl(limits, 0, 10_000);

        assertThat(limits.admitData(FULL_SIZE, 0)).isTrue();
    }

    private static int admittedControl(SendingLimits limits, long now, int attempts) {
        int admitted = 0;
        for (int i = 0; i < attempts; i++) {
            admitted += limits.admitControl(now) ? 1 : 0;
        }
        return admitted;
    }
}
