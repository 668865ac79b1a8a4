package io.omerta.core.store;

import java.util.Arrays;

/** Where in a log some of the records start: one for each mebibyte, so that any is found by reading at most that much. */
final class SparseIndex {
    private static final long SPACING_BYTES = 1 << 20;
    private static final int INITIAL_ENTRIES = 16;

    private long[] sequences = new long[INITIAL_ENTRIES];
    private long[] offsets = new long[INITIAL_ENTRIES];
    private int size;

    /** A place where a record starts. */
    record Place(long sequence, long offset) {}

    /** Takes note of a record if it lies far enough behind the last one noted; records come in order. */
    synchronized void note(long sequence, long offset) {
        if (size > 0 && offset - offsets[size - 1] < SPACING_BYTES) {
            return;
        }
        if (size == sequences.length) {
            sequences = Arrays.copyOf(sequences, size * 2);
            offsets = Arrays.copyOf(offsets, size * 2);
        }
        sequences[size] = sequence;
        offsets[size] = offset;
        size++;
    }

    /** The nearest place at or before a record, or the given start of the log. */
    synchronized Place before(long sequence, Place start) {
        int found = Arrays.binarySearch(sequences, 0, size, sequence);
        int index = found >= 0 ? found : -found - 2;
        return index < 0 ? start : new Place(sequences[index], offsets[index]);
    }
}
