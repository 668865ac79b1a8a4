package io.omerta.consumer.job;

import io.omerta.consumer.placement.Demand;
import io.omerta.consumer.placement.ProviderOffer;
import io.omerta.core.network.NetworkId;
import java.util.List;

/** Knows who is in a network and what each lends. */
public interface ProviderDirectory {
    /** All members, this machine included; takes a second at most. */
    List<ProviderOffer> offers(NetworkId network);

    /** Those that may fit, where there are too many for all. */
    default List<ProviderOffer> offers(NetworkId network, Demand demand) {
        return offers(network);
    }

    /** The id that a network has now; the same unless its key was rotated. */
    default NetworkId current(NetworkId network) {
        return network;
    }
}
