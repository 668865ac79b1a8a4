package io.omerta.bench.flows;

import java.util.List;

/**
 * What was measured, as the JSON has it.
 *
 * @param complete flows that got every byte
 * @param spread the slowest flow's time to the fastest one's
 * @param megabytesAboveIdle most that the hub held meanwhile, garbage collected, above what it held with no flow
 * @param missed goals, by name
 * @param loadAverage over one minute, before and after
 */
record FlowsResult(
        int v,
        int cpus,
        int flows,
        int complete,
        double seconds,
        double spread,
        double spreadGoal,
        double megabytesAboveIdle,
        double megabytesGoal,
        double megabitsPerSecond,
        List<String> missed,
        List<Double> loadAverage) {}
