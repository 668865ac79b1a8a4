package io.omerta.vm.qemu;

/** Neighbouring ids of users or groups; unsigned 32 bit each. */
record IdRange(long first, long count) {
    boolean contains(long id) {
        return id >= first && id < first + count;
    }

    boolean contains(IdRange other) {
        return other.first >= first && other.first + other.count <= first + count;
    }
}
