package io.omerta.bench.vm;

import io.omerta.bench.Quantiles;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** Durations in milliseconds; with {@code goal} where there is one. */
public record Samples(int runs, double p50, double p99, double worst, double goalP50, double goalP99) {
    public static final double NO_GOAL = -1;

    public static Samples of(List<Duration> durations, double goalP50, double goalP99) {
        return new Samples(
                durations.size(),
                milliseconds(Quantiles.quantile(durations, 0.5)),
                milliseconds(Quantiles.quantile(durations, 0.99)),
                milliseconds(Collections.max(durations)),
                goalP50,
                goalP99);
    }

    public boolean meetsGoals() {
        return (goalP50 < 0 || p50 <= goalP50) && (goalP99 < 0 || p99 <= goalP99);
    }

    private static double milliseconds(Duration duration) {
        return Math.round(duration.toNanos() / 1e4) / 100.0;
    }

    @Override
    public String toString() {
        return "p50 " + p50 + " ms, p99 " + p99 + " ms, worst " + worst + " ms of " + runs;
    }
}
