package io.omerta.network.path;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The requester's end of a path: the thin runner around {@link SoughtPath}. Owns a thread that sends what is due. */
public final class SoughtEnd implements DirectPath {
    private final PathLog log;
    private final PathSocket socket;
    private final DatagramFraming framing;
    private final InetSocketAddress provider;
    private final PathKey key;
    private final int theirs;
    private final Arrivals arrivals;
    private final int id;
    private final Thread thread;

    @GuardedBy("this")
    private final SoughtPath path;

    @GuardedBy("this")
    private boolean closed;

    private volatile boolean proven;

    /** The provider may have proved itself before its last word, or ours, was lost: what it sends is the guest's all the same. */
    private volatile boolean everProven;

    /** Set by senders, taken back by each probe. */
    private volatile boolean used;

    /**
     * What is at this end.
     *
     * @param datagram takes each one that arrives, on the thread of the socket; must not wait
     * @param lost is told when datagrams cannot go this way any more, for the provider to be told over TLS; must not wait
     */
    public record Arrivals(Consumer<byte[]> datagram, Runnable lost) {}

    SoughtEnd(
            String name,
            PathSocket socket,
            InetSocketAddress provider,
            PathOffer offer,
            Arrivals arrivals,
            RandomGenerator random) {
        this.log = new PathLog(name);
        this.socket = socket;
        this.framing = new DatagramFraming(socket);
        this.provider = provider;
        this.key = offer.key();
        this.theirs = offer.id();
        this.arrivals = arrivals;
        this.id = socket.add(this::received);
        this.path = new SoughtPath(id, theirs, () -> Challenge.fresh(random), now());
        this.thread = Thread.ofVirtual().name("path-" + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private static Duration now() {
        return Duration.ofNanos(System.nanoTime());
    }

    private void run() {
        while (true) {
            long wait;
            synchronized (this) {
                if (closed) {
                    return;
                }
                used = false;
                perform(path.tick(now()));
                wait = path.deadline().minus(now()).toNanos();
            }
            LockSupport.parkNanos(wait);
        }
    }

    private void received(InetSocketAddress from, ByteBuffer message) {
        if (!provider.equals(from)) {
            return;
        }
        if (PathMessage.kind(message) != PathMessage.DATAGRAM) {
            onProof(message);
        } else if (everProven) {
            arrivals.datagram().accept(DatagramFraming.unwrap(message));
        }
    }

    private void onProof(ByteBuffer message) {
        synchronized (this) {
            if (!closed) {
                Proof.read(message, key).ifPresent(reply -> perform(path.on(now(), reply)));
            }
        }
        LockSupport.unpark(thread);
    }

    @GuardedBy("this")
    private void perform(List<PathStep> steps) {
        for (PathStep step : steps) {
            switch (step) {
                case PathStep.Send send -> {
                    socket.send(provider, send.proof().write(key));
                    socket.flush();
                }
                case PathStep.Proven _ -> {
                    log.direct(provider);
                    everProven = true;
                    proven = true;
                }
                case PathStep.Lost _ -> {
                    log.lost();
                    proven = false;
                    arrivals.lost().run();
                }
            }
        }
    }

    @Override
    public boolean send(byte[] datagram) {
        if (!proven || !DatagramFraming.fits(datagram)) {
            return false;
        }
        framing.send(provider, theirs, datagram);
        if (!used) {
            use();
        }
        return true;
    }

    private void use() {
        boolean sooner;
        synchronized (this) {
            used = true;
            sooner = path.use();
        }
        if (sooner) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void flush() {
        socket.flush();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            proven = false;
            everProven = false;
            socket.remove(id);
            key.close();
        }
        LockSupport.unpark(thread);
    }
}
