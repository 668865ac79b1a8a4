package io.omerta.network.transport;

import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;
import java.util.List;
import java.util.Optional;

/**
 * Whom to reach and where.
 *
 * @param peer who has to answer; empty for whoever does
 * @param endpoints in the order in which they are tried, at least one, at most {@link #MAX_ENDPOINTS}
 */
record PeerRoute(Optional<PeerId> peer, List<Endpoint> endpoints) {
    static final int MAX_ENDPOINTS = 16;

    PeerRoute {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty() || endpoints.size() > MAX_ENDPOINTS) {
            throw new IllegalArgumentException(
                    "endpoints: " + endpoints.size() + ", 1 to " + MAX_ENDPOINTS + " expected");
        }
    }
}
