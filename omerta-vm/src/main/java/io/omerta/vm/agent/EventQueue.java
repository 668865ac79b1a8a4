package io.omerta.vm.agent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Events between the thread that reads them and whoever wants them: bounded, so that a slow consumer slows the guest down,
 * and closed by a last event that is then given to everybody who asks.
 */
final class EventQueue {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Queue<AgentEvent> events = new ArrayDeque<>();

    @GuardedBy("lock")
    private @Nullable AgentEvent last;

    EventQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Waits for room. What comes behind the last event is dropped. */
    void put(AgentEvent event) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (events.size() >= capacity && last == null) {
                changed.await();
            }
            if (last == null) {
                events.add(event);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The first such call counts. Never waits. */
    void finish(AgentEvent event) {
        lock.lock();
        try {
            if (last == null) {
                last = event;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** @param nanoseconds to wait at most; empty after that */
    Optional<AgentEvent> take(long nanoseconds) throws InterruptedException {
        long left = nanoseconds;
        lock.lockInterruptibly();
        try {
            while (events.isEmpty() && last == null) {
                if (left <= 0) {
                    return Optional.empty();
                }
                left = changed.awaitNanos(left);
            }
            AgentEvent event = events.poll();
            changed.signalAll();
            return Optional.ofNullable(event == null ? last : event);
        } finally {
            lock.unlock();
        }
    }
}
