package io.omerta.network.dht;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that a test moves on. */
final class ManualTimers implements Timers {
    private record Waiting(long at, long order, Runnable what) {}

    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::at).thenComparingLong(Waiting::order));
    private long now = Duration.ofDays(1).toNanos();
    private long order;

    @Override
    public long nanos() {
        return now;
    }

    long unixMillis() {
        return 1_800_000_000_000L + now / 1_000_000;
    }

    @Override
    public Timer after(Duration delay, Runnable what) {
        Waiting added = new Waiting(now + delay.toNanos(), order++, what);
        waiting.add(added);
        return () -> waiting.remove(added);
    }

    int waiting() {
        return waiting.size();
    }

    void pass(Duration span) {
        long end = now + span.toNanos();
        while (!waiting.isEmpty() && waiting.element().at() <= end) {
            Waiting next = waiting.remove();
            now = next.at();
            next.what().run();
        }
        now = end;
    }
}
