package io.omerta.bench.loss;

import java.util.List;
import java.util.SortedMap;

/**
 * What was measured, as the JSON has it.
 *
 * @param links by direction and loss
 * @param missed goals, by name
 * @param loadAverage over one minute, before and after
 */
record LossResult(
        int v,
        int cpus,
        int roundTripMilliseconds,
        SortedMap<String, Link> links,
        List<String> missed,
        List<Double> loadAverage) {
    /** Kilobits a second, each run; and Omerta's median to the kernel's. */
    record Link(List<Long> omerta, List<Long> kernel, double ratio, double goal) {}
}
