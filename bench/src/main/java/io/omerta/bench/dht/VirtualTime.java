package io.omerta.bench.dht;

import io.omerta.network.dht.Timers;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Time that goes on from one event to the next. Events of the same instant happen in the order in which they were asked for. */
final class VirtualTime implements Timers {
    /** What the clocks of all nodes say at the beginning: milliseconds since 1970. */
    private static final long UNIX_MILLIS = 1_800_000_000_000L;

    private static final class Event implements Timer, Comparable<Event> {
        final long at;
        final long order;

        @Nullable
        Runnable what;

        Event(long at, long order, Runnable what) {
            this.at = at;
            this.order = order;
            this.what = what;
        }

        @Override
        public void cancel() {
            // Stays in the queue until its time comes, without what it holds on to.
            what = null;
        }

        @Override
        public int compareTo(Event other) {
            int order = Long.compare(at, other.at);
            return order == 0 ? Long.compare(this.order, other.order) : order;
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long asked;

    @Override
    public long nanos() {
        return now;
    }

    long unixMillis() {
        return UNIX_MILLIS + now / 1_000_000;
    }

    @Override
    public Timer after(Duration delay, Runnable what) {
        return after(delay.toNanos(), what);
    }

    Timer after(long nanos, Runnable what) {
        Event event = new Event(now + Math.max(0, nanos), asked++, what);
        events.add(event);
        return event;
    }

    void run(Duration span) {
        runUntil(() -> false, span);
    }

    /** @return whether it came to that, within that time */
    boolean runUntil(BooleanSupplier done, Duration span) {
        long end = now + span.toNanos();
        while (!done.getAsBoolean()) {
            Event next = events.peek();
            if (next == null || next.at > end) {
                now = end;
                return done.getAsBoolean();
            }
            events.poll();
            now = next.at;
            if (next.what != null) {
                next.what.run();
            }
        }
        return true;
    }
}
