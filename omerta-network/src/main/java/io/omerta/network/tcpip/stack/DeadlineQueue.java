package io.omerta.network.tcpip.stack;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Deadlines of many, most of which move on before they are reached: an entry is moved only when it comes to the front. */
final class DeadlineQueue {
    static final long NEVER = Long.MAX_VALUE;

    private record Entry(long deadline, Timed timed) {}

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparingLong(Entry::deadline));

    /** Makes sure that {@code timed} is looked at no later than at its deadline. */
    void schedule(Timed timed) {
        long deadline = timed.deadline();
        if (deadline < timed.scheduledAt) {
            timed.scheduledAt = deadline;
            entries.add(new Entry(deadline, timed));
        }
    }

    /** Something whose deadline is reached, or null; it has to be scheduled again. */
    @Nullable
    Timed poll(long now) {
        while (!entries.isEmpty() && entries.peek().deadline() <= now) {
            Entry entry = entries.remove();
            Timed timed = entry.timed();
            if (entry.deadline() != timed.scheduledAt) {
                continue;
            }
            timed.scheduledAt = NEVER;
            if (timed.deadline() <= now) {
                return timed;
            }
            schedule(timed);
        }
        return null;
    }

    /** When {@link #poll} may have something; never too late, perhaps too early. */
    long next() {
        Entry first = entries.peek();
        return first == null ? NEVER : first.deadline();
    }
}
