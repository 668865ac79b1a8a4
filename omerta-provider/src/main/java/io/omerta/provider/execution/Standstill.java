package io.omerta.provider.execution;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.core.job.PausedTime;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether a job stands still, as was told last. Any thread may ask. */
public final class Standstill {
    private final Supplier<Duration> clock;
    private final PausedTime time = new PausedTime();

    @GuardedBy("this")
    private Optional<PauseReason> why = Optional.empty();

    Standstill(Supplier<Duration> clock) {
        this.clock = clock;
    }

    synchronized void told(Optional<PauseReason> reason) {
        why = reason;
        if (reason.isPresent()) {
            time.pause(clock.get());
        } else {
            time.resume(clock.get());
        }
        notifyAll();
    }

    /** One sentence; empty when it goes on. */
    public synchronized Optional<String> why() {
        return why.map(PauseReason::sentence);
    }

    /** So far. */
    public Duration time() {
        return time.total(clock.get());
    }

    /** Waits until the job stands still, or goes on, or the time is over. */
    public synchronized void await(boolean still, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); why.isPresent() != still && left > 0; left = deadline - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
    }
}
