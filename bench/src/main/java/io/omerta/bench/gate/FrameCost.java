package io.omerta.bench.gate;

import io.omerta.provider.gate.FrameGate;
import io.omerta.provider.gate.Verdict;
import java.util.Arrays;
import java.util.List;

/** The gate alone, on one thread. */
final class FrameCost {
    private static final int WARM_UP = 3_000_000;
    private static final int SAMPLES = 1_000_000;
    private static final int FRAMES = 5_000_000;

    private final List<byte[]> frames = HonestFrames.mixture();
    private final FrameGate gate = new FrameGate(HonestFrames.GUEST_MAC);
    private long passed;

    static GateResult.Frames measure() {
        FrameCost cost = new FrameCost();
        cost.judge(WARM_UP);
        long[] nanos = cost.sample();
        long start = System.nanoTime();
        cost.judge(FRAMES);
        double perSecond = FRAMES / ((System.nanoTime() - start) / 1e9);
        if (cost.passed != WARM_UP + SAMPLES + FRAMES) {
            throw new IllegalStateException("the gate refused an honest frame");
        }
        return new GateResult.Frames(
                micros(nanos[SAMPLES / 2]),
                micros(nanos[SAMPLES * 99 / 100]),
                Math.round(perSecond),
                GateResult.GOAL_FRAME_MICROS,
                GateResult.GOAL_FRAMES_PER_SECOND);
    }

    private void judge(int count) {
        for (int i = 0; i < count; i++) {
            pass(frames.get(i % frames.size()));
        }
    }

    /** Sorted; what reading the clock takes is in them. */
    private long[] sample() {
        long[] nanos = new long[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            byte[] frame = frames.get(i % frames.size());
            long start = System.nanoTime();
            pass(frame);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private void pass(byte[] frame) {
        if (gate.judge(frame) instanceof Verdict.Pass pass && pass.datagram().hasRemaining()) {
            passed++;
        }
    }

    private static double micros(long nanos) {
        return Math.round(nanos / 10.0) / 100.0;
    }
}
