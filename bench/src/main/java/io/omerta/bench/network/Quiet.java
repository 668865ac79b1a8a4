package io.omerta.bench.network;

import java.time.Duration;
import java.util.List;

/**
 * Daemons that are on machines of their own otherwise: what they do after their start, which is to compile, is not to be measured
 * with what one of them does.
 */
final class Quiet {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Quiet() {}

    /** Waits until all of them together take less than a tenth of a processor. */
    static void await(List<Home> homes) throws InterruptedException {
        List<ProcessHandle> daemons = homes.stream().map(Home::daemon).toList();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Duration before = processorTime(daemons);
        while (true) {
            Thread.sleep(LOOK);
            Duration now = processorTime(daemons);
            if (now.minus(before).compareTo(LOOK.dividedBy(10)) < 0) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the daemons were not idle in " + PATIENCE);
            }
            before = now;
        }
    }

    private static Duration processorTime(List<ProcessHandle> daemons) {
        return daemons.stream()
                .map(daemon -> daemon.info().totalCpuDuration().orElseThrow())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
