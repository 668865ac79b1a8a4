package io.omerta.network.discovery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The threads of discovery: one that decides when, and as many virtual ones as ask at a time. */
final class DiscoveryThreads implements AutoCloseable {
    private static final int MAX_AT_ONCE = 32;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    /** Also without anything to do, old entries have to be dropped now and then. */
    private static final long LONGEST_SLEEP = Duration.ofMinutes(1).toNanos();

    private final Semaphore wakeUps = new Semaphore(0);
    private final Semaphore room = new Semaphore(MAX_AT_ONCE);
    private final ExecutorService askers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("discovery-ask-", 0).factory());
    private @Nullable Thread decider;

    /** @param step does what is due and returns the nanoseconds until something will be */
    void start(LongSupplier step) {
        decider = Thread.ofPlatform().name("discovery").daemon().start(() -> decide(step));
    }

    private void decide(LongSupplier step) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long wait = Math.min(stepSafely(step), LONGEST_SLEEP);
                if (wakeUps.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
                    wakeUps.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long stepSafely(LongSupplier step) {
        try {
            return step.getAsLong();
        } catch (RuntimeException e) {
            // Discovery must outlive a mistake in one step.
            DiscoveryLog.broken(e);
            return Duration.ofSeconds(1).toNanos();
        }
    }

    /** The decider looks again, now. */
    void wake() {
        wakeUps.release();
    }

    void run(Runnable task) {
        try {
            askers.execute(() -> runWhenThereIsRoom(task));
        } catch (RejectedExecutionException e) {
            DiscoveryLog.closedMeanwhile(e);
        }
    }

    private void runWhenThereIsRoom(Runnable task) {
        try {
            room.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            task.run();
        } finally {
            room.release();
        }
    }

    /** Runs all of them at once and waits for them, within bounds. */
    void runAll(List<Runnable> tasks, Duration within) {
        var running = tasks.stream()
                .map(task -> CompletableFuture.runAsync(task, askers))
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(running).get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            DiscoveryLog.farewellCut(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        askers.shutdownNow();
        Thread running = decider;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
