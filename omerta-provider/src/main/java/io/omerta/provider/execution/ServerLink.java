package io.omerta.provider.execution;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a WireGuard server that the requester has named: a UDP socket, connected to it and to nobody else, from the
 * first datagram on that may be sent there.
 */
final class ServerLink implements DatagramLink {
    private static final Logger LOG = LoggerFactory.getLogger(ServerLink.class);

    /** The largest datagram there is. */
    private static final int BUFFER_BYTES = 65_536;

    private final InetSocketAddress server;
    private final Consumer<byte[]> toGuest;

    @GuardedBy("this")
    private @Nullable DatagramChannel channel;

    @GuardedBy("this")
    private @Nullable ServerTrial trial;

    @GuardedBy("this")
    private boolean closed;

    /** @param toGuest takes what the server says, on a thread of the link */
    ServerLink(InetSocketAddress server, Consumer<byte[]> toGuest) {
        this.server = server;
        this.toGuest = toGuest;
    }

    private static Duration now() {
        return Duration.ofNanos(System.nanoTime());
    }

    @Override
    public synchronized void send(byte[] datagram) {
        if (closed) {
            return;
        }
        if (trial == null) {
            trial = new ServerTrial(now());
        }
        // Asked first: a guest must not decide how often a socket is opened where that fails.
        if (!trial.maySend(datagram, now())) {
            return;
        }
        try {
            open().write(ByteBuffer.wrap(datagram));
        } catch (IOException e) {
            LOG.debug("could not send to {}: {}", server, e.getMessage());
        }
    }

    @GuardedBy("this")
    private DatagramChannel open() throws IOException {
        DatagramChannel known = channel;
        if (known != null) {
            return known;
        }
        DatagramChannel fresh = DatagramChannel.open();
        try {
            fresh.connect(server);
        } catch (IOException | RuntimeException e) {
            fresh.close();
            throw e;
        }
        channel = fresh;
        Thread.ofVirtual().name("vpn-server").start(() -> receive(fresh));
        return fresh;
    }

    private void receive(DatagramChannel from) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (from.isOpen()) {
            try {
                int count = from.read(buffer.clear());
                byte[] datagram = Arrays.copyOf(buffer.array(), count);
                if (isWanted(datagram)) {
                    toGuest.accept(datagram);
                }
            } catch (IOException e) {
                // Its end, or what a router said about a datagram that was sent; each is told once, and the next may
                // arrive.
                LOG.debug("nothing from {}: {}", server, e.getMessage());
            }
        }
    }

    private synchronized boolean isWanted(byte[] datagram) {
        return !closed && trial != null && trial.mayReceive(datagram, now());
    }

    @Override
    public synchronized void close() {
        closed = true;
        DatagramChannel open = channel;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("could not close the socket to {}: {}", server, e.getMessage());
            }
        }
    }
}
