package io.omerta.testkit.link;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One direction of a simulated link in real time. Any thread may send; what arrives comes out on a thread of the relay. */
public final class LinkRelay implements AutoCloseable {
    /** More than a connection of 500 Mbit/s has on its way; what does not fit is lost. */
    private static final int MOST_TRAVELLING = 8_192;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final SimulatedLink link;
    private final long origin = System.nanoTime();
    private final Thread carrier;
    private boolean closed;

    private LinkRelay(SimulatedLink link, Consumer<ByteBuffer> out) {
        this.link = link;
        this.carrier = Thread.ofPlatform().name("link-relay").daemon().unstarted(() -> carry(out));
    }

    /**
     * Starts a relay.
     *
     * @param out takes what arrives; must not block for long, everything behind it waits
     */
    public static LinkRelay start(LinkConditions conditions, RandomGenerator random, Consumer<ByteBuffer> out) {
        LinkRelay relay = new LinkRelay(new SimulatedLink(conditions, random), out);
        relay.carrier.start();
        return relay;
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    /** Puts a packet in; it is copied. */
    public void send(ByteBuffer packet) {
        lock.lock();
        try {
            if (!closed && link.travelling() < MOST_TRAVELLING) {
                long before = link.nextArrival();
                link.send(now(), packet);
                if (link.nextArrival() < before) {
                    changed.signal();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void carry(Consumer<ByteBuffer> out) {
        try {
            for (ByteBuffer packet = next(); packet != null; packet = next()) {
                out.accept(packet);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the next packet; null once the relay is closed. */
    private @Nullable ByteBuffer next() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                ByteBuffer packet = link.receive(now());
                if (packet != null) {
                    return packet;
                }
                long arrival = link.nextArrival();
                if (arrival == Long.MAX_VALUE) {
                    changed.await();
                } else {
                    long _ = changed.awaitNanos(arrival - now());
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Packets put in so far, those that were lost at once included. */
    public long sent() {
        lock.lock();
        try {
            return link.sent();
        } finally {
            lock.unlock();
        }
    }

    /** What is under way is lost; nothing comes out any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            carrier.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
