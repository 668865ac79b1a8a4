package io.omerta.consumer.job;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the threads of one job tell each other: that it is to stop, and that it is over. */
final class JobSignals {
    @GuardedBy("this")
    private @Nullable Stop stop;

    @GuardedBy("this")
    private boolean hurried;

    @GuardedBy("this")
    private boolean over;

    /** Asks for the job to be stopped; the first reason counts, but one that cannot wait hurries it. */
    synchronized void stop(Stop why) {
        hurried |= why.atOnce();
        if (stop == null && !over) {
            stop = why;
            notifyAll();
        }
    }

    /** There is no time to wait for the provider's word. */
    synchronized boolean isHurried() {
        return hurried;
    }

    synchronized Optional<Stop> stopRequested() {
        return Optional.ofNullable(stop);
    }

    /** Nothing happens to the job any more. */
    synchronized void over() {
        over = true;
        notifyAll();
    }

    synchronized boolean isOver() {
        return over;
    }

    /** Waits for a stop, the end of the job, or the time. */
    synchronized void awaitStop(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (long left = deadline - System.nanoTime();
                stop == null && !over && left > 0;
                left = deadline - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
    }

    /** Waits for the end of the job, or the time. */
    synchronized void awaitOver(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (long left = deadline - System.nanoTime(); !over && left > 0; left = deadline - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
    }
}
