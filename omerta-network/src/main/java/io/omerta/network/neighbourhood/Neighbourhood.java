package io.omerta.network.neighbourhood;

import io.omerta.core.address.AddressBlock;
import java.net.InetAddress;
import java.util.Optional;

/** The networks that this machine is in. */
@FunctionalInterface
public interface Neighbourhood {
    /**
     * The network of ours that has this address, ours included.
     *
     * @throws java.io.UncheckedIOException if the system does not tell
     */
    Optional<AddressBlock> around(InetAddress address);
}
