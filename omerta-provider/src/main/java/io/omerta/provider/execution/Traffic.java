package io.omerta.provider.execution;

import io.omerta.core.job.GateCounts;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what goes through the tunnel and the gate of one job, through all the lives of its VM. Any thread may call. */
final class Traffic {
    private final AtomicLong bytesIn;
    private final AtomicLong bytesOut;
    private final AtomicLong datagramsIn;
    private final AtomicLong datagramsOut;
    private final AtomicLong questions;
    private final AtomicLong droppedIn;
    private final AtomicLong droppedOut;

    Traffic() {
        this(0, 0, GateCounts.NOTHING);
    }

    /** Begins with what an earlier VM of the same job had. */
    Traffic(long bytesIn, long bytesOut, GateCounts earlier) {
        this.bytesIn = new AtomicLong(bytesIn);
        this.bytesOut = new AtomicLong(bytesOut);
        datagramsIn = new AtomicLong(earlier.datagramsIn());
        datagramsOut = new AtomicLong(earlier.datagramsOut());
        questions = new AtomicLong(earlier.questions());
        droppedIn = new AtomicLong(earlier.droppedIn());
        droppedOut = new AtomicLong(earlier.droppedOut());
    }

    void passedOut(int bytes) {
        bytesOut.addAndGet(bytes);
        datagramsOut.incrementAndGet();
    }

    void passedIn(int bytes) {
        bytesIn.addAndGet(bytes);
        datagramsIn.incrementAndGet();
    }

    /** It was counted by {@link #passedIn} but did not pass. */
    void droppedInAfterAll(int bytes) {
        bytesIn.addAndGet(-bytes);
        datagramsIn.decrementAndGet();
        droppedIn.incrementAndGet();
    }

    void answered() {
        questions.incrementAndGet();
    }

    void droppedOut() {
        droppedOut.incrementAndGet();
    }

    long bytesIn() {
        return bytesIn.get();
    }

    long bytesOut() {
        return bytesOut.get();
    }

    GateCounts counts() {
        return new GateCounts(
                datagramsOut.get(), datagramsIn.get(), questions.get(), droppedOut.get(), droppedIn.get());
    }
}
