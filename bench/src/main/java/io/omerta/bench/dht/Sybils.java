package io.omerta.bench.dht;

import io.omerta.network.dht.NodeAddress;
import io.omerta.network.dht.NodeId;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Many nodes of one owner, in one subnet. */
final class Sybils {
    /** So many leading bits: nearer than any honest node of an overlay of millions. */
    private static final int PREFIX_BYTES = 4;

    private Sybils() {}

    static void random(Overlay overlay, Behaviour behaviour, int count, Duration over) {
        come(overlay, behaviour, count, over, () -> NodeId.random(overlay.random()));
    }

    static void around(NodeId victim, Overlay overlay, Behaviour behaviour, int count, Duration over) {
        come(overlay, behaviour, count, over, () -> near(victim, overlay.random()));
    }

    private static NodeId near(NodeId victim, RandomGenerator random) {
        byte[] id = NodeId.random(random).toBytes();
        System.arraycopy(victim.toBytes(), 0, id, 0, PREFIX_BYTES);
        return NodeId.ofBytes(id);
    }

    private static void come(Overlay overlay, Behaviour behaviour, int count, Duration over, Supplier<NodeId> ids) {
        NodeAddress subnet = overlay.nextAddress();
        for (int i = 0; i < count; i++) {
            NodeAddress address = NodeAddress.ofIpv4((int) subnet.low() + i % 250, subnet.port() + i / 250);
            overlay.time().after(over.toNanos() * i / count, () -> {
                overlay.join(new StandInCredentials(ids.get()), address, false, behaviour);
            });
        }
        overlay.time().run(over.plusSeconds(30));
    }
}
