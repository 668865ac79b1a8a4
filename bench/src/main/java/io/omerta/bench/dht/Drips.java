package io.omerta.bench.dht;

import io.omerta.network.dht.NodeAddress;
import io.omerta.proto.dht.DhtMessage;
import java.time.Duration;

/** Answer truly, but as late as anybody waits, and name one node at a time. */
final class Drips implements Behaviour {
    /** A node of ours waits some 0.6 s in a network of 50 ms. */
    private static final Duration DELAY = Duration.ofMillis(500);

    private final VirtualTime time;

    Drips(VirtualTime time) {
        this.time = time;
    }

    @Override
    public void send(SimulatedNode self, SimulatedNetwork network, NodeAddress to, byte[] message) {
        DhtMessage parsed = Answers.parse(message);
        if (parsed != null && (parsed.hasNodes() || parsed.hasRecords())) {
            time.after(DELAY, () -> network.send(self, to, Answers.truncated(message, 1)));
        } else {
            network.send(self, to, message);
        }
    }
}
