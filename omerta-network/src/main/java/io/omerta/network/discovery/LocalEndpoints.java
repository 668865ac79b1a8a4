package io.omerta.network.discovery;

import io.omerta.core.network.Endpoint;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * Where this machine can be reached, as far as it can tell: the addresses of its interfaces, and those under which other
 * peers say they see it. Loopback comes last; it serves several daemons on one machine. Safe for use by several threads.
 */
public final class LocalEndpoints {
    private static final int MAX_OBSERVED = 3;
    /** Room for those observed. */
    private static final int MAX_LOCAL = Announcement.MAX_ENDPOINTS - MAX_OBSERVED;

    private final List<InetAddress> bound;
    private final IntSupplier port;
    private final Set<InetAddress> observed = new LinkedHashSet<>();

    /**
     * @param bound the addresses that the server listens on; a wildcard stands for all of its family
     * @param port that it listens on, asked each time
     */
    public LocalEndpoints(List<InetAddress> bound, IntSupplier port) {
        this.bound = List.copyOf(bound);
        this.port = port;
    }

    /** A peer says that it sees this machine under that address. Ignored if that cannot be. */
    public void observe(String host) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return;
        }
        if (!isUsable(address) || address.isLoopbackAddress()) {
            return;
        }
        synchronized (observed) {
            observed.remove(address);
            observed.add(address);
            if (observed.size() > MAX_OBSERVED) {
                observed.remove(observed.iterator().next());
            }
        }
    }

    /** Best first. */
    public List<Endpoint> list() {
        int listening = port.getAsInt();
        if (listening < 1) {
            return List.of();
        }
        List<InetAddress> local = local();
        Set<InetAddress> inOrder = new LinkedHashSet<>();
        local.stream().filter(address -> !address.isLoopbackAddress()).forEach(inOrder::add);
        if (bound.stream().anyMatch(InetAddress::isAnyLocalAddress)) {
            synchronized (observed) {
                inOrder.addAll(observed);
            }
        }
        local.stream().filter(InetAddress::isLoopbackAddress).forEach(inOrder::add);
        return inOrder.stream()
                .limit(Announcement.MAX_ENDPOINTS)
                .map(address -> Endpoint.of(address.getHostAddress(), listening))
                .toList();
    }

    private List<InetAddress> local() {
        Set<InetAddress> local = new LinkedHashSet<>();
        for (InetAddress address : bound) {
            if (address.isAnyLocalAddress()) {
                interfaces(address instanceof Inet4Address).forEach(local::add);
            } else {
                local.add(address);
            }
        }
        return local.stream().limit(MAX_LOCAL).toList();
    }

    /** IPv4 first: more peers have it. */
    private static List<InetAddress> interfaces(boolean onlyIpv4) {
        List<InetAddress> found = new ArrayList<>();
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            all.flatMap(NetworkInterface::inetAddresses)
                    .filter(LocalEndpoints::isUsable)
                    .filter(address -> !onlyIpv4 || address instanceof Inet4Address)
                    .forEach(found::add);
        } catch (SocketException e) {
            throw new UncheckedIOException("could not list the network interfaces", e);
        }
        found.sort(Comparator.comparing(address -> !(address instanceof Inet4Address)));
        return found;
    }

    private static boolean isUsable(InetAddress address) {
        return !address.isAnyLocalAddress() && !address.isMulticastAddress() && !address.isLinkLocalAddress();
    }
}
