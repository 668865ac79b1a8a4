package io.omerta.network.discovery;

import io.omerta.core.network.Endpoint;
import io.omerta.core.network.NetworkId;
import java.util.List;

/** The peers of earlier runs: whom to ask when those that came with the key are gone. Safe for use by several threads. */
public interface PeerMemory {
    int MOST = 32;

    List<Endpoint> recall(NetworkId network);

    /** @param peers with their ids, at most {@link #MOST}; replaces what was remembered of that network */
    void remember(NetworkId network, List<Endpoint> peers);

    /** That network is of no interest any more. */
    void forget(NetworkId network);
}
