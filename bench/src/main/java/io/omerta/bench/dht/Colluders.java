package io.omerta.bench.dht;

import io.omerta.network.dht.NodeAddress;
import io.omerta.network.dht.NodeId;
import io.omerta.proto.dht.DhtMessage;
import java.util.List;

/**
 * Nodes that work together: asked for anything, each names those of them that are nearest to it, and nobody else; they have
 * no record of anybody, and say that they keep what they are given.
 */
final class Colluders implements Behaviour {
    private static final int NAMED = 20;

    private final SimulatedNetwork network;
    private final Population members = new Population();

    Colluders(SimulatedNetwork network) {
        this.network = network;
    }

    @Override
    public void receive(SimulatedNode self, NodeAddress from, byte[] message) {
        if (!members.contains(self)) {
            members.add(self);
        }
        DhtMessage question = Answers.parse(message);
        NodeId target = Answers.target(question);
        if (question != null && target != null) {
            List<Answers.Named> named = members.nearest(target, NAMED, node -> node != self).stream()
                    .map(node -> new Answers.Named(node.id(), node.address()))
                    .toList();
            network.send(self, from, Answers.nodes(self, question, named, List.of()));
        } else if (question != null && Answers.isStore(question)) {
            network.send(self, from, Answers.stored(self, question));
        } else {
            self.node().receive(from, message);
        }
    }
}
