package io.omerta.vm.qemu;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clones that wait for a job, stopped, so that they cost memory and no CPU. Of the shapes that were asked for lately. Any
 * thread may call; {@link #upkeep} by one at a time.
 */
final class ClonePool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClonePool.class);

    /** Each has its clones: more shapes than this in use at a time share what there is, latest first. */
    private static final int MAX_SHAPES = 4;

    /** A shape that nobody has asked for since then keeps no clones. */
    private static final long IDLE_NANOS = Duration.ofMinutes(15).toNanos();

    /** Makes one more. */
    @FunctionalInterface
    interface Source {
        /** Empty if there is no template, or no clone can be made of it now. */
        Optional<Clone> clone(MachineShape shape) throws InterruptedException;
    }

    private static final class Shelf {
        final List<Clone> clones = new ArrayList<>();
        long askedFor;
    }

    private final int size;
    private final MemoryPressure pressure;

    /** Least recently asked for first. */
    @GuardedBy("this")
    private final Map<MachineShape, Shelf> shelves = new LinkedHashMap<>();

    @GuardedBy("this")
    private boolean closed;

    /** @param size clones to keep for each shape; 0 for none */
    ClonePool(int size, MemoryPressure pressure) {
        this.size = size;
        this.pressure = pressure;
    }

    /** A clone that runs, if one waits. Counts as a demand for its shape in any case. */
    Optional<Clone> take(MachineShape shape) throws InterruptedException {
        Optional<Clone> taken = pick(shape);
        while (taken.isPresent()) {
            Clone clone = taken.get();
            try {
                var _ = clone.parts().qmp().execute("cont");
                return taken;
            } catch (IOException e) {
                LOG.warn("a waiting clone had ended: {}", e.getMessage());
                clone.close();
                taken = pick(shape);
            } catch (InterruptedException e) {
                clone.close();
                throw e;
            }
        }
        return Optional.empty();
    }

    private synchronized Optional<Clone> pick(MachineShape shape) {
        if (size == 0 || closed) {
            return Optional.empty();
        }
        Shelf shelf = shelves.remove(shape);
        if (shelf == null) {
            shelf = new Shelf();
        }
        shelf.askedFor = System.nanoTime();
        shelves.put(shape, shelf);
        return shelf.clones.isEmpty() ? Optional.empty() : Optional.of(shelf.clones.removeLast());
    }

    /** Gives back what nobody needs, or all of it when memory is short; then fills up. */
    void upkeep(Source source) throws InterruptedException {
        boolean isShort = pressure.isShort();
        surplus(isShort).forEach(Clone::close);
        if (isShort) {
            return;
        }
        Optional<MachineShape> lacking = lacking();
        while (lacking.isPresent() && add(lacking.get(), source)) {
            lacking = lacking();
        }
    }

    private synchronized List<Clone> surplus(boolean all) {
        List<Clone> surplus = new ArrayList<>();
        int over = shelves.size() - MAX_SHAPES;
        long now = System.nanoTime();
        var entries = shelves.values().iterator();
        for (int i = 0; entries.hasNext(); i++) {
            Shelf shelf = entries.next();
            boolean unwanted = i < over || now - shelf.askedFor > IDLE_NANOS;
            if (all || unwanted) {
                surplus.addAll(shelf.clones);
                shelf.clones.clear();
            }
            if (unwanted) {
                entries.remove();
            }
        }
        return surplus;
    }

    private synchronized Optional<MachineShape> lacking() {
        if (closed) {
            return Optional.empty();
        }
        return shelves.entrySet().stream()
                .filter(entry -> entry.getValue().clones.size() < size)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** False if there is none to be had now. */
    private boolean add(MachineShape shape, Source source) throws InterruptedException {
        Optional<Clone> made = source.clone(shape);
        if (made.isEmpty()) {
            forget(shape);
            return true;
        }
        Clone clone = made.get();
        try {
            var _ = clone.parts().qmp().execute("stop");
        } catch (IOException e) {
            LOG.warn("a clone ended before it could wait: {}", e.getMessage());
            clone.close();
            return false;
        } catch (InterruptedException e) {
            clone.close();
            throw e;
        }
        if (!keep(shape, clone)) {
            clone.close();
        }
        return true;
    }

    private synchronized boolean keep(MachineShape shape, Clone clone) {
        Shelf shelf = shelves.get(shape);
        return !closed && shelf != null && shelf.clones.add(clone);
    }

    /** Until it is asked for again. */
    private synchronized void forget(MachineShape shape) {
        Shelf shelf = shelves.remove(shape);
        if (shelf != null && !shelf.clones.isEmpty()) {
            shelves.put(shape, shelf);
        }
    }

    /** How many wait. */
    synchronized int waiting() {
        return shelves.values().stream().mapToInt(shelf -> shelf.clones.size()).sum();
    }

    @Override
    public void close() {
        List<Clone> left;
        synchronized (this) {
            closed = true;
            left = surplus(true);
        }
        left.forEach(Clone::close);
    }
}
