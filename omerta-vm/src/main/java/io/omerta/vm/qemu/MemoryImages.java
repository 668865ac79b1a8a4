package io.omerta.vm.qemu;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.vm.template.Template;
import io.omerta.vm.template.TemplateKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The memory of the templates that are in use: a sealed copy takes memory of its own, so few are kept. Any thread may call. */
final class MemoryImages implements AutoCloseable {
    private static final int MAX = 4;
    private static final long IDLE_NANOS = Duration.ofMinutes(15).toNanos();

    /** Makes one of a template's file. */
    @FunctionalInterface
    interface Source {
        MemoryImage open(Path file) throws IOException;
    }

    /** Starts a machine from one. */
    @FunctionalInterface
    interface Start {
        Clone from(MemoryImage image) throws IOException, InterruptedException;
    }

    private static final class Open {
        final Template template;
        final MemoryImage image;
        long used = System.nanoTime();

        Open(Template template, MemoryImage image) {
            this.template = template;
            this.image = image;
        }
    }

    private final Source source;

    /** Read: a machine starts, and opens its image by the number of our descriptor, which must stay what it is. */
    private final ReadWriteLock starting = new ReentrantReadWriteLock();

    /** Least recently used first. */
    @GuardedBy("this")
    private final Map<TemplateKey, Open> images = new LinkedHashMap<>();

    @GuardedBy("this")
    private final List<MemoryImage> replaced = new ArrayList<>();

    MemoryImages(Source source) {
        this.source = source;
    }

    /** A machine that runs keeps the memory, whatever becomes of the image. */
    Clone start(Template template, Start start) throws IOException, InterruptedException {
        starting.readLock().lockInterruptibly();
        try {
            return start.from(imageOf(template));
        } finally {
            starting.readLock().unlock();
        }
    }

    private synchronized MemoryImage imageOf(Template template) throws IOException {
        Open open = images.remove(template.key());
        if (open != null && !open.template.equals(template)) {
            replaced.add(open.image);
            open = null;
        }
        if (open == null) {
            open = new Open(template, source.open(template.memory()));
        }
        open.used = System.nanoTime();
        images.put(template.key(), open);
        return open.image;
    }

    /**
     * Closes what is too much or idle, unless a machine starts just now.
     *
     * @param all also what is in use
     */
    void trim(boolean all) {
        if (starting.writeLock().tryLock()) {
            try {
                close(all);
            } finally {
                starting.writeLock().unlock();
            }
        }
    }

    private synchronized void close(boolean all) {
        replaced.forEach(MemoryImage::close);
        replaced.clear();
        int over = images.size() - MAX;
        long now = System.nanoTime();
        var entries = images.values().iterator();
        for (int i = 0; entries.hasNext(); i++) {
            Open open = entries.next();
            if (all || i < over || now - open.used > IDLE_NANOS) {
                open.image.close();
                entries.remove();
            }
        }
    }

    /** To be called when nobody starts machines any more. */
    @Override
    public void close() {
        starting.writeLock().lock();
        try {
            close(true);
        } finally {
            starting.writeLock().unlock();
        }
    }
}
