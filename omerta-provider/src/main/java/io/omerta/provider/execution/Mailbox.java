package io.omerta.provider.execution;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What happened to a job, for the one thread that decides about it. The guest's own words keep their order and wait for
 * room, so that a guest which talks faster than it can be written down is slowed down. Everything else overtakes them, and is
 * kept once however often it is posted, where it was posted last. Any thread may post.
 */
final class Mailbox {
    /** Each word of a guest has up to 64 KiB. */
    private static final int MAX_FROM_GUEST = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition room = lock.newCondition();

    @GuardedBy("lock")
    private final SequencedSet<Happening> urgent = new LinkedHashSet<>();

    @GuardedBy("lock")
    private final Queue<Happening> fromGuest = new ArrayDeque<>();

    @GuardedBy("lock")
    private boolean closed;

    /** Never waits. */
    void post(Happening happening) {
        lock.lock();
        try {
            if (!closed) {
                urgent.addLast(happening);
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for room; says whether it was taken, which it no longer is after {@link #close}. */
    boolean postFromGuest(Happening happening) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (fromGuest.size() >= MAX_FROM_GUEST && !closed) {
                room.await();
            }
            if (!closed) {
                fromGuest.add(happening);
                arrived.signal();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Empty if nothing happened in that time. */
    Optional<Happening> take(Duration atMost) throws InterruptedException {
        long remaining = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (urgent.isEmpty() && fromGuest.isEmpty()) {
                if (remaining <= 0) {
                    return Optional.empty();
                }
                remaining = arrived.awaitNanos(remaining);
            }
            return Optional.of(next());
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private Happening next() {
        Iterator<Happening> first = urgent.iterator();
        if (first.hasNext()) {
            Happening happening = first.next();
            first.remove();
            return happening;
        }
        room.signal();
        return fromGuest.remove();
    }

    /** Nothing is taken any more, and nobody waits for room. */
    void close() {
        lock.lock();
        try {
            closed = true;
            urgent.clear();
            fromGuest.clear();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
