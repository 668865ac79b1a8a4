package io.omerta.bench.dht;

import io.omerta.network.dht.NodeAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/** Keep what they get, and send it again: to those from whom it came, and to others. */
final class Replayers implements Behaviour {
    private static final int KEPT = 1_000;

    private final SimulatedNetwork network;
    private final RandomGenerator random;
    private final Deque<byte[]> messages = new ArrayDeque<>();
    private final List<NodeAddress> senders = new ArrayList<>();

    Replayers(SimulatedNetwork network, RandomGenerator random) {
        this.network = network;
        this.random = random;
    }

    @Override
    public void receive(SimulatedNode self, NodeAddress from, byte[] message) {
        if (messages.size() <= KEPT) {
            messages.add(message);
        }
        if (senders.size() < KEPT) {
            senders.add(from);
        } else {
            senders.set(random.nextInt(KEPT), from);
        }
        // Not all of them: they send to each other too, and would do nothing else.
        if (messages.size() > KEPT && random.nextInt(4) == 0) {
            byte[] old = messages.remove();
            network.send(self, from, old);
            network.send(self, senders.get(random.nextInt(senders.size())), old);
        }
        self.node().receive(from, message);
    }
}
