package io.omerta.network.path;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.network.udp.UdpPort;
import io.omerta.network.udp.UdpPorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The UDP port of all paths of a daemon. Owns the socket, and the thread that gives each end what is sent to it. */
final class PathSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PathSocket.class);
    private static final Duration WAIT = Duration.ofMinutes(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

    private final UdpPort port;
    private final Map<Integer, End> ends = new ConcurrentHashMap<>();
    private final Thread reader;

    @GuardedBy("this")
    private final RandomGenerator random;

    /** Takes what is sent to one path id, on the thread of the socket; must not wait. */
    interface End {
        /** @param message for which {@link PathMessage#isOne} holds; valid during the call */
        void received(InetSocketAddress from, ByteBuffer message);
    }

    private PathSocket(UdpPort port, RandomGenerator random) {
        this.port = port;
        this.random = random;
        // Waits in a call of the system, which would hold up a virtual thread's carrier.
        reader = Thread.ofPlatform().name("omerta-paths").daemon().unstarted(this::read);
    }

    /**
     * @param random for path ids
     * @throws IOException if the address cannot be bound
     */
    static PathSocket open(InetSocketAddress local, RandomGenerator random) throws IOException {
        PathSocket socket = new PathSocket(UdpPorts.open(local), random);
        socket.reader.start();
        return socket;
    }

    int localPort() {
        return port.localAddress().getPort();
    }

    /** Makes a path id for an end, which takes part from now on. */
    synchronized int add(End end) {
        int id;
        do {
            id = random.nextInt();
        } while (ends.putIfAbsent(id, end) != null);
        return id;
    }

    void remove(int id) {
        ends.remove(id);
    }

    private void read() {
        try {
            while (true) {
                port.receive(WAIT, this::received);
            }
        } catch (ClosedChannelException e) {
            LOG.debug("the UDP port of direct paths is closed");
        } catch (IOException e) {
            LOG.error("could not receive by direct paths: {}; tunnels go on without them", e.getMessage(), e);
        }
    }

    private void received(InetSocketAddress from, ByteBuffer message) {
        if (!PathMessage.isOne(message)) {
            return;
        }
        End end = ends.get(PathMessage.receiver(message));
        if (end != null) {
            give(end, from, message);
        }
    }

    private static void give(End end, InetSocketAddress from, ByteBuffer message) {
        try {
            end.received(from, message);
        } catch (RuntimeException e) {
            LOG.error("could not take a datagram from {}: {}", from, e.toString(), e);
        }
    }

    /** @param message is copied */
    void send(InetSocketAddress to, ByteBuffer message) {
        port.send(to, message);
    }

    void flush() {
        port.flush();
    }

    @Override
    public void close() {
        port.close();
        try {
            if (!reader.join(STOP_LIMIT)) {
                LOG.warn("could not stop {} within {}", reader.getName(), STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
