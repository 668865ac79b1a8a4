package io.omerta.network.tcpip.socket;

import java.nio.ByteBuffer;

/**
 * A byte queue that grows by doubling, up to a limit and as far as the budget allows: its sizes are the limit, half of it, a
 * quarter, and so on. Bytes may be laid down ahead of the end (out-of-order data) before {@link #extend} makes them part of the
 * queue.
 */
final class Ring {
    private static final byte[] NONE = new byte[0];
    /** What every connection gets even when the budget is spent: it must always make progress. */
    static final int LEAST_BYTES = 4_096;

    private final BufferBudget budget;
    private final int limit;
    private byte[] bytes = NONE;
    private int head;
    private int size;

    Ring(int limit, BufferBudget budget) {
        this.limit = limit;
        this.budget = budget;
    }

    int size() {
        return size;
    }

    int capacity() {
        return bytes.length;
    }

    /**
     * How large the queue may become now: no larger than its share of the budget, and than what is left of it. So many bytes
     * do find room.
     */
    int attainable() {
        long affordable = Math.min(budget.share(), bytes.length + budget.available());
        int size = limit;
        while (size > affordable && size > LEAST_BYTES) {
            size = Math.max(size / 2, LEAST_BYTES);
        }
        return size;
    }

    /** Copies from {@code source} to {@code offset} bytes behind the head; returns how many found room. */
    int put(int offset, ByteBuffer source) {
        int wanted = source.remaining();
        if (offset + wanted > bytes.length) {
            grow(offset + wanted);
        }
        int count = Math.min(wanted, bytes.length - offset);
        if (count <= 0) {
            return 0;
        }
        int start = index(offset);
        int first = Math.min(count, bytes.length - start);
        int position = source.position();
        source.get(position, bytes, start, first);
        source.get(position + first, bytes, 0, count - first);
        return count;
    }

    /** Makes {@code count} bytes behind the end, put there before, part of the queue. */
    void extend(int count) {
        if (size == 0 && count > 0) {
            budget.begin();
        }
        size += count;
    }

    /** A view of up to {@code length} bytes from {@code offset}; shorter where the ring wraps, unless {@code whole}. */
    ByteBuffer view(int offset, int length, boolean whole) {
        int start = index(offset);
        int first = Math.min(length, bytes.length - start);
        if (first == length || !whole) {
            return ByteBuffer.wrap(bytes, start, first).slice();
        }
        byte[] joined = new byte[length];
        System.arraycopy(bytes, start, joined, 0, first);
        System.arraycopy(bytes, 0, joined, first, length - first);
        return ByteBuffer.wrap(joined);
    }

    void drop(int count) {
        head = index(count);
        if (size > 0 && size == count) {
            budget.end();
        }
        size -= count;
    }

    void release() {
        budget.giveBack(bytes.length);
        if (size > 0) {
            budget.end();
        }
        bytes = NONE;
        head = 0;
        size = 0;
    }

    private int index(int offset) {
        int index = head + offset;
        return index >= bytes.length ? Math.max(0, index - bytes.length) : index;
    }

    private void grow(int needed) {
        int capacity = limit;
        while (capacity / 2 >= needed && capacity > LEAST_BYTES) {
            capacity = Math.max(capacity / 2, LEAST_BYTES);
        }
        while (capacity > bytes.length) {
            int more = capacity - bytes.length;
            if (budget.tryTake(more)) {
                move(capacity);
            } else if (capacity <= LEAST_BYTES) {
                budget.take(more);
                move(capacity);
            } else {
                capacity = Math.max(capacity / 2, LEAST_BYTES);
            }
        }
    }

    /** Bytes laid down ahead of the end move too: the whole array is unrolled. */
    private void move(int capacity) {
        byte[] larger = new byte[capacity];
        int first = bytes.length - head;
        System.arraycopy(bytes, head, larger, 0, first);
        System.arraycopy(bytes, 0, larger, first, head);
        bytes = larger;
        head = 0;
    }
}
