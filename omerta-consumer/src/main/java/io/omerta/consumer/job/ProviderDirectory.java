package io.omerta.consumer.job;

import io.omerta.consumer.placement.ProviderOffer;
import io.omerta.core.network.NetworkId;
import java.util.List;

/** Knows who is in a network and what each lends. */
public interface ProviderDirectory {
    /** All known members, this machine included; answers at once. */
    List<ProviderOffer> offers(NetworkId network);

    /** The id that a network has now; the same unless its key was rotated. */
    default NetworkId current(NetworkId network) {
        return network;
    }
}
