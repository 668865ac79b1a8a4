package io.omerta.bench.dht;

import io.omerta.network.dht.NodeAddress;

/** Something at an address of the simulated network. */
interface Host {
    NodeAddress address();

    void receive(NodeAddress from, byte[] message);

    /** Whether it is behind a NAT that lets in only what comes from where it has sent to. */
    default boolean isReachableFrom(NodeAddress from) {
        return true;
    }

    /** It is sending there now. */
    default void sends(NodeAddress to) {}
}
