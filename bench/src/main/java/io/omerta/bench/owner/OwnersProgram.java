package io.omerta.bench.owner;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** What the owner does at the host. */
final class OwnersProgram {
    private static final Duration PERIOD = Duration.ofMillis(5);
    private static final Duration WATCHED = Duration.ofSeconds(3);

    /** About 1 ms of one CPU. */
    private static final int BURST = 500_000;

    /** About 0.5 s of one CPU. */
    private static final int JOB = 250_000_000;

    /** So that the compiler cannot leave the work out. */
    private static final LongAdder RESULTS = new LongAdder();

    private OwnersProgram() {}

    /**
     * @param delays between when it wanted to run and when it did, ascending
     * @param oneThread for a fixed amount of work
     * @param allThreads for that work on each CPU at once
     */
    record Sample(List<Duration> delays, Duration oneThread, Duration allThreads) {}

    static Sample run(int cpus) throws InterruptedException {
        return new Sample(delays(), time(1), time(cpus));
    }

    private static List<Duration> delays() {
        int count = (int) WATCHED.dividedBy(PERIOD);
        long[] delays = new long[count];
        long next = System.nanoTime();
        for (int i = 0; i < count; i++) {
            next += PERIOD.toNanos();
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            long now = System.nanoTime();
            delays[i] = now - next;
            work(BURST);
            // Who is late starts afresh, as a player of music or an editor would.
            next = Math.max(next, System.nanoTime() - PERIOD.toNanos());
        }
        return Arrays.stream(delays).sorted().mapToObj(Duration::ofNanos).toList();
    }

    private static Duration time(int threads) throws InterruptedException {
        List<Thread> workers = IntStream.range(0, threads)
                .mapToObj(i -> Thread.ofPlatform().name("work-" + i).unstarted(() -> work(JOB)))
                .toList();
        long start = System.nanoTime();
        workers.forEach(Thread::start);
        for (Thread worker : workers) {
            worker.join();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Steps of a generator of pseudo-random numbers, each of which needs the one before. */
    private static void work(int steps) {
        long x = 88_172_645_463_325_252L;
        for (int i = 0; i < steps; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        RESULTS.add(x);
    }
}
