package io.omerta.network.tcpip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits for channels, tasks and deadlines. {@link #execute}, {@link #isLoopThread}, {@link #now}, {@link #join}
 * and {@link #close} may be called from any thread, everything else on the loop's own only. An exception of a handler or a
 * task is logged and ends nothing.
 */
public final class EventLoop implements Executor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long LONGEST_WAIT_MILLIS = 60_000;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private final long origin = System.nanoTime();
    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final CopyOnWriteArrayList<TurnListener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private EventLoop(String name, Selector selector) {
        this.selector = selector;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /**
     * Starts a loop.
     *
     * @param name of its thread
     * @throws UncheckedIOException if the system gives out no selector
     */
    public static EventLoop start(String name) {
        try {
            EventLoop loop = new EventLoop(name, Selector.open());
            loop.thread.start();
            return loop;
        } catch (IOException e) {
            throw new UncheckedIOException("could not open a selector: " + e.getMessage(), e);
        }
    }

    /** Nanoseconds since the loop was made: the time of everything that it drives. */
    public long now() {
        return System.nanoTime() - origin;
    }

    /** Whether the caller runs on the loop's thread. */
    public boolean isLoopThread() {
        return Thread.currentThread().equals(thread);
    }

    /** Runs a task on the loop's thread, soon; one handed over after {@link #close} may never run. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        queued.incrementAndGet();
        if (!isLoopThread() && woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /** Adds somebody who takes part in every turn from now on. */
    public void join(TurnListener listener) {
        listeners.add(listener);
    }

    /** Takes a listener out again. */
    public void leave(TurnListener listener) {
        listeners.remove(listener);
    }

    /**
     * Watches a channel; closing the channel ends that. On the loop's thread only.
     *
     * @throws ClosedChannelException if the channel, or the loop, is closed
     */
    public SelectionKey register(SelectableChannel channel, int interest, ReadyHandler handler)
            throws ClosedChannelException {
        if (!selector.isOpen()) {
            throw new ClosedChannelException();
        }
        return channel.register(selector, interest, handler);
    }

    private void run() {
        try (selector) {
            while (!closed) {
                turn();
            }
            runTasks();
        } catch (IOException e) {
            log.error("could not wait for channels: {}; the user-space network has stopped", e.getMessage(), e);
        }
    }

    private void turn() throws IOException {
        waitForWork();
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid() && key.attachment() instanceof ReadyHandler handler) {
                guarded(() -> handler.ready(key));
            }
        }
        selector.selectedKeys().clear();
        runTasks();
        for (TurnListener listener : listeners) {
            guarded(() -> listener.endOfTurn(now()));
        }
    }

    private void waitForWork() throws IOException {
        long wait = queued.get() == 0 ? waitMillis() : 0;
        if (wait == 0) {
            selector.selectNow();
        } else {
            selector.select(wait);
        }
        woken.set(false);
    }

    private long waitMillis() {
        long deadline = Long.MAX_VALUE;
        for (TurnListener listener : listeners) {
            deadline = Math.min(deadline, listener.nextDeadline());
        }
        if (deadline == Long.MAX_VALUE) {
            return LONGEST_WAIT_MILLIS;
        }
        long nanos = deadline - now();
        return Math.clamp((nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI, 0, LONGEST_WAIT_MILLIS);
    }

    /** Runs what is queued now; what these tasks queue is for the next turn, so that channels and answers need not wait. */
    private void runTasks() {
        for (int count = queued.getAndSet(0); count > 0; count--) {
            Runnable task = tasks.poll();
            if (task != null) {
                guarded(task);
            }
        }
    }

    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException fault) {
            log.error("could not finish a step of the user-space network: {}; it goes on", fault.toString(), fault);
        }
    }

    /** Stops the thread after the tasks that are queued; waits at most five seconds. Idempotent. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        if (isLoopThread()) {
            return;
        }
        try {
            if (!thread.join(STOP_LIMIT)) {
                log.warn("could not stop {} within {}: it is still busy", thread.getName(), STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
