package io.omerta.bench.gate;

import io.omerta.bench.vm.Samples;
import java.util.List;

/**
 * What was measured, as the JSON has it.
 *
 * @param frames the gate alone
 * @param fromSocket from QEMU's socket to the tunnel
 * @param dead milliseconds from the verdict until no process of the VM is left
 * @param missed goals, by name
 * @param loadAverage over one minute, before and after
 */
record GateResult(
        int v,
        int cpus,
        String acceleration,
        Frames frames,
        Rate fromSocket,
        Samples dead,
        List<String> missed,
        List<Double> loadAverage) {
    static final double GOAL_FRAME_MICROS = 3;
    static final long GOAL_FRAMES_PER_SECOND = 300_000;
    static final double GOAL_DEAD_MILLISECONDS = 10;

    /** Of one core. */
    record Frames(double p50Micros, double p99Micros, long perSecond, double goalP50Micros, long goalPerSecond) {
        boolean meetsGoals() {
            return p50Micros <= goalP50Micros && perSecond >= goalPerSecond;
        }
    }

    /** A second of one core. */
    record Rate(long perSecond, long goal) {
        boolean meetsGoal() {
            return perSecond >= goal;
        }
    }
}
