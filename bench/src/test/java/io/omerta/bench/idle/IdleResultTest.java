package io.omerta.bench.idle;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.bench.idle.Wire.Counts;
import io.omerta.bench.idle.Wire.Purpose;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdleResultTest {
    private static IdleResult of(List<Counts> counts, List<Double> cpu) {
        return IdleResult.of(999, 60, counts, cpu, 5, 6, List.of(0.5));
    }

    private static Counts counts(long overlayIn, long overlayOut, long ownCallsOut) {
        return new Counts(
                Map.of(Purpose.OVERLAY, overlayIn),
                Map.of(Purpose.OVERLAY, overlayOut, Purpose.OWN_CALLS, ownCallsOut));
    }

    @Test
    void means_areOfBothDirections_fromTheFirstMinuteOn() {
        IdleResult result = of(
                List.of(counts(5_000, 5_000, 0), counts(5_600, 5_000, 0), counts(65_000, 35_000, 26_000)),
                List.of(10.0, 10.3, 10.9));

        assertThat(result.bytesPerSecond()).isEqualTo(966.667);
        assertThat(result.sentBytesPerSecond()).isEqualTo(466.667);
        assertThat(result.bytesPerSecondOfMinutes()).isEqualTo(new IdleResult.Minutes(966.667, 966.667, 1923.333));
        assertThat(result.bytesPerSecondByPurpose())
                .containsEntry("overlay", 750.0)
                .containsEntry("own_calls", 216.667)
                .containsEntry("other", 0.0);
        assertThat(result.cpuSecondsPerMinute()).isEqualTo(new IdleResult.Minutes(0.45, 0.45, 0.6));
        assertThat(result.missed()).isEmpty();
    }

    @Test
    void goals_areOfTheMeans() {
        IdleResult result = of(List.of(counts(0, 0, 0), counts(30_000, 30_001, 0)), List.of(1.0, 1.61));

        assertThat(result.missed()).containsExactly("bytes_per_second", "cpu_seconds_per_minute");
    }
}
