package io.omerta.network.dht;

import java.time.Duration;

/** The time and the thread of a node: everything of a node happens in what these run, one after the other. */
public interface Timers {
    /** Nanoseconds of a clock that only goes forward. */
    long nanos();

    Timer after(Duration delay, Runnable what);

    /** Something that is to happen. */
    @FunctionalInterface
    interface Timer {
        /** It does not happen, if it has not yet. */
        void cancel();
    }
}
