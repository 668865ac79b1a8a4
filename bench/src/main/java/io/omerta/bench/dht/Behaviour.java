package io.omerta.bench.dht;

import io.omerta.network.dht.NodeAddress;

/** What a node does with datagrams that come and go. */
interface Behaviour {
    Behaviour HONEST = new Behaviour() {};

    default void receive(SimulatedNode self, NodeAddress from, byte[] message) {
        self.node().receive(from, message);
    }

    default void send(SimulatedNode self, SimulatedNetwork network, NodeAddress to, byte[] message) {
        network.send(self, to, message);
    }
}
