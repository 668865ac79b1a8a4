package io.omerta.network.path;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The provider's end of a path: the thin runner around {@link OfferedPath}. */
public final class OfferedEnd implements DirectPath {
    private final PathLog log;
    private final PathSocket socket;
    private final DatagramFraming framing;
    private final Consumer<byte[]> arrivals;
    private final PathKey key;
    private final int id;

    @GuardedBy("this")
    private final OfferedPath path;

    @GuardedBy("this")
    private boolean closed;

    /** Of the path; each sender looks at the time itself. */
    private volatile OfferedPath.@Nullable Way way;

    OfferedEnd(
            String name, PathSocket socket, InetAddress requester, Consumer<byte[]> arrivals, RandomGenerator random) {
        this.log = new PathLog(name);
        this.socket = socket;
        this.framing = new DatagramFraming(socket);
        this.arrivals = arrivals;
        this.key = PathKey.generate(random);
        this.path = new OfferedPath(requester, () -> Challenge.fresh(random));
        this.id = socket.add(this::received);
    }

    private static Duration now() {
        return Duration.ofNanos(System.nanoTime());
    }

    /** What to tell the requester over TLS; its key is wiped with this end. */
    public PathOffer offer() {
        return new PathOffer(id, socket.localPort(), key);
    }

    private void received(InetSocketAddress from, ByteBuffer message) {
        OfferedPath.Way known = way;
        if (PathMessage.kind(message) != PathMessage.DATAGRAM) {
            onProof(from, message);
        } else if (known != null && known.address().equals(from)) {
            arrivals.accept(DatagramFraming.unwrap(message));
        }
    }

    private synchronized void onProof(InetSocketAddress from, ByteBuffer message) {
        if (closed) {
            return;
        }
        Optional<Proof> answer = Proof.read(message, key).flatMap(proof -> path.on(now(), from, proof));
        answer.ifPresent(proof -> {
            socket.send(from, proof.write(key));
            socket.flush();
        });
        look();
    }

    @GuardedBy("this")
    private void look() {
        OfferedPath.Way before = way;
        OfferedPath.Way next = path.way().orElse(null);
        way = next;
        if (next != null && (before == null || !before.address().equals(next.address()))) {
            log.direct(next.address());
        }
    }

    /** The requester says, over TLS, that the path does not work any more. */
    public synchronized void lost() {
        if (!closed && way != null) {
            log.lost();
            path.lost();
            look();
        }
    }

    @Override
    public boolean send(byte[] datagram) {
        OfferedPath.Way known = way;
        if (known == null || now().compareTo(known.until()) >= 0 || !DatagramFraming.fits(datagram)) {
            return false;
        }
        framing.send(known.address(), known.id(), datagram);
        return true;
    }

    @Override
    public void flush() {
        socket.flush();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            way = null;
            socket.remove(id);
            key.close();
        }
    }
}
