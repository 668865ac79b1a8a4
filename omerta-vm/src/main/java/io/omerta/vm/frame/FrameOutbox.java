package io.omerta.vm.frame;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames on their way to the machine: many threads fill one buffer while a single writer empties the other, so that a burst
 * becomes one write and nobody waits for a machine that does not read.
 */
final class FrameOutbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private ByteBuffer filling;

    @GuardedBy("lock")
    private ByteBuffer spare;

    @GuardedBy("lock")
    private boolean closed;

    FrameOutbox(int capacity) {
        filling = ByteBuffer.allocate(capacity);
        spare = ByteBuffer.allocate(capacity);
    }

    /** False if there is no room, or no more. */
    boolean offer(ByteBuffer frame) {
        lock.lock();
        try {
            if (closed || filling.remaining() < FrameReassembly.LENGTH_BYTES + frame.remaining()) {
                return false;
            }
            boolean wasEmpty = filling.position() == 0;
            filling.putInt(frame.remaining()).put(frame.duplicate());
            if (wasEmpty) {
                changed.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for frames; the buffer stays the caller's until its next call. Belongs to one thread.
     *
     * @return an empty buffer once closed
     */
    ByteBuffer take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (filling.position() == 0 && !closed) {
                changed.await();
            }
            ByteBuffer full = filling;
            filling = spare.clear();
            spare = full;
            return full.flip();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            filling.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
