package io.omerta.consumer.job;

import io.omerta.core.job.PathCounts;
import java.util.concurrent.atomic.LongAdder;

/** Counts which way the datagrams of one job went. Safe for use by several threads. */
final class PathRecord {
    private final LongAdder directBytes = new LongAdder();
    private final LongAdder streamBytes = new LongAdder();
    private final LongAdder directLosses = new LongAdder();

    void direct(byte[] datagram) {
        directBytes.add(datagram.length);
    }

    void stream(byte[] datagram) {
        streamBytes.add(datagram.length);
    }

    void directLost() {
        directLosses.increment();
    }

    PathCounts counts() {
        return new PathCounts(directBytes.sum(), streamBytes.sum(), directLosses.sum());
    }
}
