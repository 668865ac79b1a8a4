package io.omerta.provider.owner;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every second whether the owner of this machine is active. Owns its thread. */
public final class OwnerWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final OwnerActivity activity;
    private final OwnerPresence presence;
    private final Listener listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** Who is told. */
    @FunctionalInterface
    public interface Listener {
        /** On the watch's thread, each time that this changes; it is false at the start. */
        void ownerIsActive(boolean active);
    }

    private OwnerWatch(OwnerActivity activity, Duration leavesAfter, Listener listener) {
        this.activity = activity;
        this.presence = new OwnerPresence(leavesAfter);
        this.listener = listener;
        thread = Thread.ofVirtual().name("owner-watch").unstarted(this::watch);
    }

    /** @param leavesAfter without activity for so long, the owner is not active any more */
    public static OwnerWatch start(OwnerActivity activity, Duration leavesAfter, Listener listener) {
        OwnerWatch watch = new OwnerWatch(activity, leavesAfter, listener);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        long origin = System.nanoTime();
        try {
            do {
                boolean seen = activity.wasSeen();
                if (presence.look(Duration.ofNanos(System.nanoTime() - origin), seen)) {
                    LOG.info(
                            "the owner of this machine is {}", presence.isPresent() ? "active" : "not active any more");
                    listener.ownerIsActive(presence.isPresent());
                }
            } while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
