package io.omerta.consumer.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a resolver on threads of its own. They are platform threads: a system resolver that hangs would keep the few carriers of
 * virtual threads from everything else that the daemon does. Any thread may call.
 */
public final class Lookups implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lookups.class);

    /** For all jobs together. */
    private static final int THREADS = 32;

    private static final int IDLE_SECONDS = 10;

    private final NameResolver resolver;
    private final ThreadPoolExecutor threads;

    private Lookups(NameResolver resolver) {
        this.resolver = resolver;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("omerta-dns-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** No thread lives before the first lookup, nor long after the last. */
    public static Lookups with(NameResolver resolver) {
        return new Lookups(resolver);
    }

    /** @param found called on another thread, once, with all addresses of the name; empty if there is no such name */
    void find(String name, Consumer<Optional<List<InetAddress>>> found) {
        try {
            threads.execute(() -> found.accept(find(name)));
        } catch (RejectedExecutionException e) {
            found.accept(Optional.empty());
        }
    }

    private Optional<List<InetAddress>> find(String name) {
        try {
            return Optional.of(resolver.resolve(name));
        } catch (UnknownHostException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            LOG.warn("could not look up {}: {}", name, e.toString(), e);
            return Optional.empty();
        }
    }

    /** Lookups on their way are abandoned: a system resolver cannot be interrupted. Idempotent. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
