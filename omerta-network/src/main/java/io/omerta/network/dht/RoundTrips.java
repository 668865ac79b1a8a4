package io.omerta.network.dht;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long answers take here, and from that how long to wait for one: most of a lookup that takes long is waiting for nodes
 * that are gone. Two limits: after the soft one a lookup asks somebody else too, though the answer still counts; after the
 * hard one the node has failed.
 */
final class RoundTrips {
    private static final int KEPT = 64;
    private static final int FEW = 8;
    private static final long UNKNOWN_SOFT = Duration.ofMillis(300).toNanos();
    private static final long UNKNOWN_HARD = Duration.ofMillis(1_500).toNanos();
    private static final long LEAST_SOFT = Duration.ofMillis(10).toNanos();
    private static final long LEAST_HARD = Duration.ofMillis(500).toNanos();
    private static final long MOST_HARD = Duration.ofSeconds(3).toNanos();

    private final int[] micros = new int[KEPT];
    private int measured;
    private long soft = UNKNOWN_SOFT;
    private long hard = UNKNOWN_HARD;

    void measured(long nanos) {
        micros[measured++ % KEPT] = (int) Math.min(Integer.MAX_VALUE, nanos / 1_000);
        if (measured == 2 * KEPT) {
            measured = KEPT;
        }
        if (measured % FEW == 0) {
            estimate();
        }
    }

    private void estimate() {
        int[] sorted = Arrays.copyOf(micros, Math.min(measured, KEPT));
        Arrays.sort(sorted);
        // Not the slowest: a few who answer as late as they can would make this node wait for everybody.
        long usual = 1_000L * sorted[sorted.length * 3 / 4];
        soft = Math.max(LEAST_SOFT, usual + usual / 2);
        hard = Math.clamp(4 * usual, LEAST_HARD, MOST_HARD);
    }

    /** @param smoothedNanos of that node's answers; 0 if none was measured */
    Duration soft(long smoothedNanos) {
        return Duration.ofNanos(smoothedNanos == 0 ? soft : Math.min(soft, Math.max(LEAST_SOFT, 2 * smoothedNanos)));
    }

    Duration hard() {
        return Duration.ofNanos(hard);
    }
}
