package io.omerta.bench.dht;

import io.omerta.network.dht.NodeAddress;
import io.omerta.network.dht.NodeId;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Many nodes of one owner. */
final class Sybils {
    /** So many leading bits: nearer than any honest node of an overlay of millions. */
    private static final int PREFIX_BYTES = 4;

    private Sybils() {}

    /** Anywhere, in one subnet. */
    static void random(Overlay overlay, Behaviour behaviour, int count, Duration over) {
        come(overlay, behaviour, count, over, () -> NodeId.random(overlay.random()), inOneSubnet(overlay));
    }

    static void around(NodeId victim, Overlay overlay, Behaviour behaviour, int count, Duration over) {
        come(overlay, behaviour, count, over, () -> near(victim, overlay.random()), inOneSubnet(overlay));
    }

    /** Each in a subnet of its own. */
    static void fromManySubnets(NodeId victim, Overlay overlay, Behaviour behaviour, int count, Duration over) {
        come(overlay, behaviour, count, over, () -> near(victim, overlay.random()), _ -> overlay.nextAddress());
    }

    private static NodeId near(NodeId victim, RandomGenerator random) {
        byte[] id = NodeId.random(random).toBytes();
        System.arraycopy(victim.toBytes(), 0, id, 0, PREFIX_BYTES);
        return NodeId.ofBytes(id);
    }

    private static IntFunction<NodeAddress> inOneSubnet(Overlay overlay) {
        NodeAddress subnet = overlay.nextAddress();
        return i -> NodeAddress.ofIpv4((int) subnet.low() + i % 250, subnet.port() + i / 250);
    }

    private static void come(
            Overlay overlay,
            Behaviour behaviour,
            int count,
            Duration over,
            Supplier<NodeId> ids,
            IntFunction<NodeAddress> addresses) {
        for (int i = 0; i < count; i++) {
            NodeAddress address = addresses.apply(i);
            overlay.time().after(over.toNanos() * i / count, () -> {
                overlay.join(new StandInCredentials(ids.get()), address, false, behaviour);
            });
        }
        overlay.time().run(over.plusSeconds(30));
    }
}
