package io.omerta.bench.checkpoint;

import io.omerta.bench.Quantiles;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What was measured, as the JSON has it; all times in milliseconds.
 *
 * @param memoryMebibytes of the machine
 * @param memoryBytesOnDisk of memory and devices, in the last run
 * @param loadAverage over one minute, before and after: above the number of CPUs the figures say little
 */
record CheckpointResult(
        int v,
        String image,
        String qemu,
        String acceleration,
        int cpus,
        long memoryMebibytes,
        long memoryBytesOnDisk,
        Figures omertaCheckpoint,
        Figures plainCheckpoint,
        Figures omertaResume,
        Figures plainResume,
        long checkpointGoal,
        long resumeGoal,
        List<Double> loadAverage) {
    static final long CHECKPOINT_GOAL = 400;
    static final long RESUME_GOAL = 150;

    /** @param all in the order of the runs */
    record Figures(List<Long> all, long median, long p99) {
        static Figures of(List<Round> rounds, Function<Round, Duration> which) {
            List<Long> all = rounds.stream().map(which).map(Duration::toMillis).toList();
            return new Figures(all, Quantiles.quantile(all, 0.5), Quantiles.quantile(all, 0.99));
        }
    }

    boolean meetsGoals() {
        return omertaCheckpoint.median() <= checkpointGoal && omertaResume.median() <= resumeGoal;
    }
}
