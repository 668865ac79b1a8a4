package io.omerta.bench.owner;

import java.time.Duration;
import java.util.ArrayList;
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
            delays.sort(null);
            return new Figures(
                    milliseconds(delays.get(delays.size() / 2)),
                    milliseconds(delays.get(delays.size() * 99 / 100)),
                    milliseconds(delays.getLast()),
                    median(samples, OwnersProgram.Sample::oneThread),
                    median(samples, OwnersProgram.Sample::allThreads));
        }

        private static double milliseconds(Duration duration) {
            return Math.round(duration.toNanos() / 1e4) / 100.0;
        }

        private static long median(
                List<OwnersProgram.Sample> samples, Function<OwnersProgram.Sample, Duration> figure) {
            return samples.stream()
                    .map(figure)
                    .sorted()
                    .skip(samples.size() / 2)
                    .findFirst()
                    .orElseThrow()
                    .toMillis();
        }
    }

    static double ratio(long figure, long toThat) {
        return Math.round(1000.0 * figure / toThat) / 1000.0;
    }

    boolean meetsGoal() {
        return walledSlowdown <= goal && walledSlowdownOfAll <= goal;
    }
}
