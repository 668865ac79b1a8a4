package io.omerta.consumer.job;

import io.omerta.consumer.placement.ProviderOffer;
import io.omerta.core.network.NetworkId;
import java.util.List;

/** Knows who is in a network and what each lends. */
@FunctionalInterface
public interface ProviderDirectory {
    /** All known members, this machine included; answers at once. */
    List<ProviderOffer> offers(NetworkId network);
}
