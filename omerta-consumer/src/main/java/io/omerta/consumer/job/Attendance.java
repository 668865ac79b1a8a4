package io.omerta.consumer.job;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;

/** Who follows a job in the foreground. From the start on, and whenever the last one has left, somebody has to come in time. */
final class Attendance {
    private final Duration patience;

    @GuardedBy("this")
    private int present;

    @GuardedBy("this")
    private long emptySince = System.nanoTime();

    @GuardedBy("this")
    private boolean over;

    Attendance(Duration patience) {
        this.patience = patience;
    }

    synchronized void arrive() {
        present++;
    }

    synchronized void leave() {
        present--;
        emptySince = System.nanoTime();
        notifyAll();
    }

    /** Nobody has to be there any more. */
    synchronized void over() {
        over = true;
        notifyAll();
    }

    /** Waits until nobody was there for too long; false if it is over before. */
    synchronized boolean awaitAbandonment() throws InterruptedException {
        while (!over) {
            long left = patience.toNanos() - (System.nanoTime() - emptySince);
            if (present > 0) {
                wait();
            } else if (left <= 0) {
                return true;
            } else {
                wait(left / 1_000_000 + 1);
            }
        }
        return false;
    }
}
