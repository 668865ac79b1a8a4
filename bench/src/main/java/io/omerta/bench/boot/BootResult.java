package io.omerta.bench.boot;

import io.omerta.bench.Quantiles;
import java.time.Duration;
import java.util.List;

/**
 * What was measured, as the JSON has it.
 *
 * @param omertaMilliseconds each boot through the hypervisor, in the order of the runs
 * @param plainMilliseconds each boot of the bare command line
 * @param ratio of the medians, Omerta's to the bare one's
 * @param goal that the ratio must not exceed
 * @param loadAverage over one minute, before and after: above the number of CPUs the figures say little
 */
record BootResult(
        int v,
        String image,
        String qemu,
        String acceleration,
        int cpus,
        List<Long> omertaMilliseconds,
        List<Long> plainMilliseconds,
        long omertaMedianMilliseconds,
        long plainMedianMilliseconds,
        double ratio,
        double goal,
        List<Double> loadAverage) {
    private static final double GOAL = 1.3;

    static BootResult of(
            String image,
            String qemu,
            String acceleration,
            List<Duration> omerta,
            List<Duration> plain,
            List<Double> loadAverage) {
        double ratio = Math.round(1000.0 * median(omerta) / median(plain)) / 1000.0;
        return new BootResult(
                1,
                image,
                qemu,
                acceleration,
                Runtime.getRuntime().availableProcessors(),
                omerta.stream().map(Duration::toMillis).toList(),
                plain.stream().map(Duration::toMillis).toList(),
                median(omerta),
                median(plain),
                ratio,
                GOAL,
                loadAverage);
    }

    private static long median(List<Duration> durations) {
        return (long)
                Quantiles.median(durations.stream().map(Duration::toMillis).toList());
    }

    boolean meetsGoal() {
        return ratio <= goal;
    }
}
