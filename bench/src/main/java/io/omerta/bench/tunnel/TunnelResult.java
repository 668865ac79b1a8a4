package io.omerta.bench.tunnel;

import java.util.List;
import java.util.SortedMap;

/**
 * What was measured, as the JSON has it.
 *
 * @param pairs by who sends and who receives
 * @param missed goals, by name
 * @param loadAverage over one minute, before and after
 */
record TunnelResult(int v, int cpus, SortedMap<String, Pair> pairs, List<String> missed, List<Double> loadAverage) {
    /**
     * Medians of the runs.
     *
     * @param megabitsPerSecond each run, in order
     * @param tunnelCpuSecondsPerGigabyte of the two programs that make the tunnel
     * @param cpuSecondsPerGigabyte the same with the programs that send and receive through it
     * @param ratio of the throughput, to wireguard-go at both ends
     */
    record Pair(
            List<Double> megabitsPerSecond,
            double medianMegabitsPerSecond,
            double tunnelCpuSecondsPerGigabyte,
            double cpuSecondsPerGigabyte,
            double ratio,
            double goal) {}
}
