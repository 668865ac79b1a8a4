package io.omerta.bench.owner;

import io.omerta.bench.Quantiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * What was measured, as the JSON has it.
 *
 * @param machines of each kind, each with one busy CPU
 * @param walledSlowdown of work on one CPU beside Omerta's machines, to that alone
 * @param walledSlowdownOfAll of work on all CPUs
 * @param goal that neither must exceed
 * @param loadAverage over one minute, before and after; what others do on the host is in every figure
 */
record OwnerResult(
        int v,
        String image,
        int cpus,
        int machines,
        int rounds,
        Figures alone,
        Figures walled,
        Figures plain,
        double walledSlowdown,
        double walledSlowdownOfAll,
        double plainSlowdown,
        double plainSlowdownOfAll,
        double goal,
        List<Double> loadAverage) {
    static final double GOAL = 1.15;

    /** Delays over all rounds; work as the median of the rounds. */
    record Figures(
            double delayP50Milliseconds,
            double delayP99Milliseconds,
            double delayMaxMilliseconds,
            long oneThreadMilliseconds,
            long allThreadsMilliseconds) {
        static Figures of(List<OwnersProgram.Sample> samples) {
            List<Duration> delays = new ArrayList<>();
            samples.forEach(sample -> delays.addAll(sample.delays()));
            return new Figures(
                    milliseconds(Quantiles.quantile(delays, 0.5)),
                    milliseconds(Quantiles.quantile(delays, 0.99)),
                    milliseconds(Collections.max(delays)),
                    median(samples, OwnersProgram.Sample::oneThread),
                    median(samples, OwnersProgram.Sample::allThreads));
        }

        private static double milliseconds(Duration duration) {
            return Math.round(duration.toNanos() / 1e4) / 100.0;
        }

        private static long median(
                List<OwnersProgram.Sample> samples, Function<OwnersProgram.Sample, Duration> figure) {
            return (long) Quantiles.median(
                    samples.stream().map(figure).map(Duration::toMillis).toList());
        }
    }

    static double ratio(long figure, long toThat) {
        return Math.round(1000.0 * figure / toThat) / 1000.0;
    }

    boolean meetsGoal() {
        return walledSlowdown <= goal && walledSlowdownOfAll <= goal;
    }
}
