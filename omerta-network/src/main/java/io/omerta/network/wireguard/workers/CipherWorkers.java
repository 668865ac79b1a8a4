package io.omerta.network.wireguard.workers;

import io.omerta.network.wireguard.CipherWork;
import io.omerta.network.wireguard.PacketCipher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedTransferQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A number of threads, perhaps none, that help whoever has packets to seal or open. The one who has them works as well and
 * goes on when all are done: what is under way is bounded by the callers' batches, and order is theirs. A batch is given out
 * in small pieces, so that a thread that wakes late holds nobody up. Safe for use by several threads.
 */
public final class CipherWorkers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CipherWorkers.class);

    /** One for what drives the device, and one for the other end of what it carries. */
    private static final int OTHERS = 2;
    /** Beyond these the thread that drives the device is what holds everything up. */
    private static final int MOST_THREADS = 3;
    /** For each thread; it takes what is done already off the queue in no time. */
    private static final int MOST_WAITING = 2;

    /** A busy tunnel has its next batch within this time; to sleep and be woken takes as long as half of a batch. */
    private static final long PATIENCE_NANOS = 100_000;

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    /** Taken without locks: who has packets must not wait for those who look whether there are any. */
    private final LinkedTransferQueue<SharedWork> waiting = new LinkedTransferQueue<>();

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    private CipherWorkers(String name, int count) {
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofPlatform().name(name + "-" + i).daemon().unstarted(() -> help(new PacketCipher())));
        }
        threads.forEach(Thread::start);
    }

    /**
     * Starts threads.
     *
     * @param name theirs begin with it
     * @param threads how many there are besides the callers; 0 or more
     */
    public static CipherWorkers start(String name, int threads) {
        if (threads < 0) {
            throw new IllegalArgumentException("threads must be 0 or more, not " + threads);
        }
        return new CipherWorkers(name, threads);
    }

    /** How many threads suit a machine of so many processors: none where others need them all. */
    public static int suitable(int processors) {
        return Math.clamp(processors - OTHERS, 0, MOST_THREADS);
    }

    /** Whether there is anybody besides the callers. */
    boolean areThere() {
        return !threads.isEmpty();
    }

    /**
     * Seals or opens all packets of a batch, and leaves no key behind in any cipher.
     *
     * @param own the caller's cipher
     */
    public void run(CipherWork work, PacketCipher own) {
        int size = work.size();
        if (size == 0) {
            return;
        }
        if (closed || threads.isEmpty() || size <= SharedWork.PIECE) {
            try {
                work.work(own, 0, size);
            } finally {
                own.forgetKey();
            }
            return;
        }
        SharedWork shared = new SharedWork(work, Thread.currentThread());
        invite(shared);
        shared.help(own);
        shared.await();
    }

    /** As many as there are pieces for; those that are busy with other batches miss this one. */
    private void invite(SharedWork shared) {
        int wanted = Math.min(threads.size(), shared.pieces() - 1);
        int room = MOST_WAITING * threads.size() - waiting.size();
        for (int i = 0; i < Math.min(wanted, room); i++) {
            waiting.add(shared);
        }
    }

    private void help(PacketCipher cipher) {
        try {
            while (!closed) {
                next().help(cipher);
            }
        } catch (InterruptedException e) {
            // Only close() interrupts; what is not begun is done by its owner.
        }
    }

    private SharedWork next() throws InterruptedException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < PATIENCE_NANOS && !closed) {
            SharedWork work = waiting.poll();
            if (work != null) {
                return work;
            }
            Thread.onSpinWait();
        }
        return waiting.take();
    }

    /** Stops the threads; waits at most five seconds for what they have begun. Idempotent. */
    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                if (!thread.join(STOP_LIMIT)) {
                    log.warn("could not stop {} within {}: it is still busy", thread.getName(), STOP_LIMIT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waiting.clear();
    }
}
