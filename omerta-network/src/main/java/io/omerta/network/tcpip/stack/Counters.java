package io.omerta.network.tcpip.stack;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens. Written by the network's thread, read by any. */
public final class Counters {
    private final Map<Counter, LongAdder> values = new EnumMap<>(Counter.class);

    /** All at 0. */
    public Counters() {
        for (Counter counter : Counter.values()) {
            values.put(counter, new LongAdder());
        }
    }

    /** Counts one. */
    public void count(Counter counter) {
        add(counter, 1);
    }

    void add(Counter counter, long amount) {
        adder(counter).add(amount);
    }

    /** How often it happened so far. */
    public long get(Counter counter) {
        return adder(counter).sum();
    }

    /** All values, read one after the other. */
    public Map<Counter, Long> snapshot() {
        Map<Counter, Long> snapshot = new EnumMap<>(Counter.class);
        values.forEach((counter, adder) -> snapshot.put(counter, adder.sum()));
        return snapshot;
    }

    private LongAdder adder(Counter counter) {
        return Objects.requireNonNull(values.get(counter));
    }
}
