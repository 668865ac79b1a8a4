package io.omerta.bench.idle;

import io.omerta.bench.Quantiles;
import io.omerta.bench.idle.Wire.Counts;
import io.omerta.bench.idle.Wire.Purpose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured, as the JSON has it. Bytes are those of IP packets, headers included, in both directions unless it is said.
 *
 * @param others members besides the daemon
 * @param afterMinutes so long after the start is over
 * @param minutes that were measured
 * @param bytesPerSecond the mean; the goal is for it
 * @param sentBytesPerSecond the daemon's part of it
 * @param bytesPerSecondOfMinutes the mean of each minute: the one in the middle, and the greatest
 * @param bytesPerSecondByPurpose what the mean is made of
 * @param cpuSecondsPerMinute of the daemon's process: the mean, and the greatest
 * @param onePeersBytes what passed in the half minute after one look at all peers
 * @param watchBytesPerSecond the mean of a minute in which the peers are looked at every 2 s
 * @param missed goals, by name
 * @param loadAverage over one minute, before the start, and before and after what was measured
 */
record IdleResult(
        int v,
        int cpus,
        int others,
        int afterMinutes,
        int minutes,
        double bytesPerSecond,
        double sentBytesPerSecond,
        Minutes bytesPerSecondOfMinutes,
        Map<String, Double> bytesPerSecondByPurpose,
        double goalBytesPerSecond,
        Minutes cpuSecondsPerMinute,
        double goalCpuSecondsPerMinute,
        long onePeersBytes,
        double watchBytesPerSecond,
        List<String> missed,
        List<Double> loadAverage) {
    /** Both directions together. */
    private static final double GOAL_BYTES = 1_000;
    /** A hundredth of a core. */
    private static final double GOAL_CPU = 0.6;

    /** Of the minutes. */
    record Minutes(double mean, double median, double most) {
        static Minutes of(List<Double> each) {
            double mean =
                    each.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            return new Minutes(rounded(mean), rounded(Quantiles.median(each)), rounded(Collections.max(each)));
        }
    }

    /**
     * @param counts before the first minute and after each
     * @param cpu seconds, at the same times
     */
    static IdleResult of(
            int others,
            int afterMinutes,
            List<Counts> counts,
            List<Double> cpu,
            long onePeersBytes,
            double watchBytesPerSecond,
            List<Double> loadAverage) {
        int minutes = counts.size() - 1;
        double seconds = 60.0 * minutes;
        List<Double> bytesOf = new ArrayList<>();
        List<Double> cpuOf = new ArrayList<>();
        for (int i = 0; i < minutes; i++) {
            bytesOf.add((counts.get(i + 1).total() - counts.get(i).total()) / 60.0);
            cpuOf.add(cpu.get(i + 1) - cpu.get(i));
        }
        Counts first = counts.getFirst();
        Counts last = counts.getLast();
        Map<String, Double> byPurpose = new LinkedHashMap<>();
        for (Purpose purpose : Purpose.values()) {
            byPurpose.put(
                    purpose.name().toLowerCase(Locale.ROOT), rounded((last.of(purpose) - first.of(purpose)) / seconds));
        }
        double mean = rounded((last.total() - first.total()) / seconds);
        Minutes cpuMinutes = Minutes.of(cpuOf);
        List<String> missed = new ArrayList<>();
        if (mean > GOAL_BYTES) {
            missed.add("bytes_per_second");
        }
        if (cpuMinutes.mean() > GOAL_CPU) {
            missed.add("cpu_seconds_per_minute");
        }
        return new IdleResult(
                1,
                Runtime.getRuntime().availableProcessors(),
                others,
                afterMinutes,
                minutes,
                mean,
                rounded((Counts.sum(last.out()) - Counts.sum(first.out())) / seconds),
                Minutes.of(bytesOf),
                byPurpose,
                GOAL_BYTES,
                cpuMinutes,
                GOAL_CPU,
                onePeersBytes,
                rounded(watchBytesPerSecond),
                missed,
                loadAverage);
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
