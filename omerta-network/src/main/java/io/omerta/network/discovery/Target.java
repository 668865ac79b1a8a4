package io.omerta.network.discovery;

import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;

/** Whom to ask: a peer that is known, or whoever is at an address that came with the network. */
sealed interface Target {
    record Known(PeerId peer) implements Target {}

    record Bootstrap(Endpoint endpoint) implements Target {}
}
