package io.omerta.vm.qemu;

import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobId;
import io.omerta.vm.template.Template;
import io.omerta.vm.template.TemplateKey;
import io.omerta.vm.template.TemplateStore;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Machines out of templates: from the pool, or cloned now. Owns the pool and a thread that makes templates and fills the
 * pool, one after the other. Whatever fails here costs time only: the caller boots instead.
 */
final class Clones implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clones.class);
    private static final Duration UPKEEP_EVERY = Duration.ofSeconds(5);

    /** What could not be made a moment ago can probably not be made now. */
    private static final long RETRY_NANOS = Duration.ofMinutes(10).toNanos();

    /** Demands that wait; one more says nothing new. */
    private static final int MAX_WAITING = 64;

    private final TemplateStore store;
    private final TemplateMaker maker;
    private final Cloner cloner;
    private final ClonePool pool;
    private final MemoryPressure pressure;
    private final MemoryImages images;
    private final Function<MachineShape, TemplateKey> keys;
    private final BlockingQueue<MachineShape> wanted = new LinkedBlockingQueue<>(MAX_WAITING);
    /** The worker's own: when it last tried in vain. */
    private final Map<TemplateKey, Long> failures = new HashMap<>();

    private final Thread worker =
            Thread.ofPlatform().name("omerta-templates").daemon().unstarted(this::work);

    /** @param keys what a template for a shape is called */
    Clones(
            TemplateStore store,
            QemuMachines machines,
            ClonePool pool,
            MemoryPressure pressure,
            MemoryImages images,
            Function<MachineShape, TemplateKey> keys) {
        this.store = store;
        this.maker = new TemplateMaker(store, machines);
        this.cloner = new Cloner(machines);
        this.pool = pool;
        this.pressure = pressure;
        this.images = images;
        this.keys = keys;
    }

    void start() {
        worker.start();
    }

    /**
     * A machine that has answered; empty if there is no template for it yet, or the template is of no use. Those that wait in
     * the pool have disks of the usual size.
     */
    Optional<Clone> take(JobId job, MachineShape shape, long diskBytes) throws InterruptedException {
        Optional<Clone> waiting = diskBytes == TemplateMaker.DISK_BYTES ? pool.take(shape) : Optional.empty();
        waiting.ifPresent(clone -> assign(clone, job));
        Optional<Clone> taken = waiting.isPresent() ? waiting : cloneNow(job, shape, diskBytes);
        if (taken.isPresent()) {
            want(shape);
        }
        return taken;
    }

    private static void assign(Clone clone, JobId job) {
        try {
            clone.parts().worksFor(job);
        } catch (RuntimeException e) {
            clone.close();
            throw e;
        }
    }

    private Optional<Clone> cloneNow(JobId job, MachineShape shape, long diskBytes) throws InterruptedException {
        TemplateKey key = keys.apply(shape);
        Optional<Template> template = store.find(key);
        if (template.isEmpty()) {
            return Optional.empty();
        }
        try {
            Template found = template.get();
            return Optional.of(images.start(found, image -> cloner.start(job, shape, diskBytes, found, image)));
        } catch (BrokenTemplateException e) {
            throwIfInterrupted();
            LOG.warn("the template {} does not give machines and is removed: {}", key, e.getMessage());
            store.remove(key);
            return Optional.empty();
        } catch (IOException | OmertaException e) {
            throwIfInterrupted();
            LOG.warn("no machine came of the template {}: {}", key, e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Clone> cloneToWait(MachineShape shape) throws InterruptedException {
        Optional<Clone> made = cloneNow(TemplateMaker.NO_JOB, shape, TemplateMaker.DISK_BYTES);
        if (made.isEmpty()) {
            return made;
        }
        try {
            Rehearsal.of(shape.image(), made.get().parts().agent());
            return made;
        } catch (IOException e) {
            LOG.warn("no machine waits: {}", e.getMessage());
        } catch (InterruptedException e) {
            made.get().close();
            throw e;
        }
        made.get().close();
        return Optional.empty();
    }

    /** Interrupted I/O fails like any other. */
    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** There is demand for such machines: a template is made, in the background, unless there is one. */
    void want(MachineShape shape) {
        if (store.keepsAny() && !wanted.contains(shape)) {
            boolean ignored = wanted.offer(shape);
        }
    }

    boolean hasTemplate(MachineShape shape) {
        return store.find(keys.apply(shape)).isPresent();
    }

    int waiting() {
        return pool.waiting();
    }

    private void work() {
        try {
            while (true) {
                MachineShape shape = wanted.poll(UPKEEP_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                upkeep(Optional.ofNullable(shape));
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void upkeep(Optional<MachineShape> asked) throws InterruptedException {
        try {
            if (asked.isPresent() && !hasTemplate(asked.get())) {
                make(asked.get());
            }
            pool.upkeep(this::cloneToWait);
            images.trim(pressure.isShort());
        } catch (RuntimeException e) {
            LOG.error("the upkeep of templates and waiting machines failed", e);
        }
    }

    private void make(MachineShape shape) throws InterruptedException {
        TemplateKey key = keys.apply(shape);
        long start = System.nanoTime();
        Long failed = failures.get(key);
        if (failed != null && start - failed < RETRY_NANOS) {
            return;
        }
        failures.put(key, start);
        try {
            maker.make(shape, key);
            long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
            failures.remove(key);
            LOG.info("template {} made in {} ms: {} CPUs, {} MiB", key, took, shape.cpus(), shape.memoryMebibytes());
        } catch (IOException | OmertaException e) {
            throwIfInterrupted();
            LOG.warn("could not make the template {}: {}", key, e.getMessage());
        }
    }

    @Override
    public void close() {
        worker.interrupt();
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        pool.close();
        images.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
