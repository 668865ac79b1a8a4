package io.omerta.network.neighbourhood;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.core.address.AddressBlock;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The networks of this machine's interfaces, looked at again every few seconds: a laptop moves. Safe for several threads. */
public final class OwnNetworks implements Neighbourhood {
    private static final Duration FRESH = Duration.ofSeconds(5);

    @GuardedBy("this")
    private List<AddressBlock> blocks = List.of();

    @GuardedBy("this")
    private long staleNanos = System.nanoTime();

    @Override
    public Optional<AddressBlock> around(InetAddress address) {
        return blocks().stream().filter(block -> block.contains(address)).findFirst();
    }

    private synchronized List<AddressBlock> blocks() {
        if (System.nanoTime() - staleNanos >= 0) {
            blocks = read();
            staleNanos = System.nanoTime() + FRESH.toNanos();
        }
        return blocks;
    }

    private static List<AddressBlock> read() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(each -> each.getInterfaceAddresses().stream())
                    .map(OwnNetworks::block)
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException("could not list the interfaces of this machine: " + e.getMessage(), e);
        }
    }

    private static AddressBlock block(InterfaceAddress address) {
        int prefix = address.getNetworkPrefixLength();
        // A link to all the world (a tunnel's /0) makes nobody a neighbour.
        return prefix <= 0 ? AddressBlock.of(address.getAddress()) : AddressBlock.around(address.getAddress(), prefix);
    }
}
