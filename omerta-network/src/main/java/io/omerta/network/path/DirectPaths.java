package io.omerta.network.path;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the ends of paths, for both roles of a daemon. Owns their UDP port, which is opened for the first of them; the ends
 * belong to those who asked for them. Safe for use by several threads.
 */
public final class DirectPaths implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectPaths.class);

    private final SecureRandom random = new SecureRandom();
    private final Optional<InetSocketAddress> local;

    @GuardedBy("this")
    private @Nullable PathSocket socket;

    /** Closed, or the port could not be opened: there are no paths. */
    @GuardedBy("this")
    private boolean over;

    private DirectPaths(Optional<InetSocketAddress> local) {
        this.local = local;
    }

    /** @param local where to open a UDP port; port 0 for any free one */
    public static DirectPaths at(InetSocketAddress local) {
        return new DirectPaths(Optional.of(local));
    }

    /** Neither offers paths nor seeks any: tunnels have their streams. */
    public static DirectPaths forbidden() {
        return new DirectPaths(Optional.empty());
    }

    /**
     * The provider's end of a new path.
     *
     * @param name for the log
     * @param requester the host from which its TLS connection comes: nobody else is ever sent anything
     * @param arrivals takes datagrams from the address that has proved itself, on the thread of the socket; must not wait
     * @return empty where there are no paths
     */
    public Optional<OfferedEnd> offer(String name, InetAddress requester, Consumer<byte[]> arrivals) {
        return socketTo(requester).map(open -> new OfferedEnd(name, open, requester, arrivals, random));
    }

    /**
     * The requester's end of a path that a provider has offered; begins to probe.
     *
     * @param name for the log
     * @param provider the host to which the TLS connection runs: nobody else is sent anything
     * @return empty where there are no paths
     */
    public Optional<SoughtEnd> seek(String name, InetAddress provider, PathOffer offer, SoughtEnd.Arrivals arrivals) {
        Optional<SoughtEnd> end = socketTo(provider).map(open -> {
            InetSocketAddress address = new InetSocketAddress(provider, offer.port());
            return new SoughtEnd(name, open, address, offer, arrivals, random);
        });
        end.ifPresent(SoughtEnd::start);
        return end;
    }

    private synchronized Optional<PathSocket> socketTo(InetAddress other) {
        if (over || local.isEmpty() || !reaches(local.get().getAddress(), other)) {
            return Optional.empty();
        }
        PathSocket open = socket;
        if (open == null) {
            try {
                open = PathSocket.open(local.get(), random);
            } catch (IOException e) {
                LOG.warn("could not open a UDP port for direct paths: {}; tunnels go on without them", e.getMessage());
                over = true;
                return Optional.empty();
            }
            socket = open;
        }
        return Optional.of(open);
    }

    private static boolean reaches(InetAddress from, InetAddress to) {
        return to instanceof Inet4Address || !(from instanceof Inet4Address);
    }

    /** Closes the port: every path ends. Idempotent. */
    @Override
    public synchronized void close() {
        over = true;
        PathSocket open = socket;
        if (open != null) {
            open.close();
        }
    }
}
