package io.omerta.network.dht;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A few nodes, and a network that carries each datagram in 10 ms and writes it down. */
final class StandInOverlay {
    private static final Duration ONE_WAY = Duration.ofMillis(10);

    record Datagram(NodeAddress from, NodeAddress to, ByteString content) {
        byte[] message() {
            return content.toByteArray();
        }
    }

    final ManualTimers timers = new ManualTimers();
    final Random random = new Random(1);
    final List<Datagram> datagrams = new ArrayList<>();
    private final Map<NodeAddress, DhtNode> nodes = new HashMap<>();
    /** Where those have sent to that are behind a NAT. */
    private final Map<NodeAddress, Set<NodeAddress>> holes = new HashMap<>();

    private final DhtSettings settings;
    private int hosts;

    StandInOverlay(DhtSettings settings) {
        this.settings = settings;
    }

    NodeAddress nextAddress() {
        return NodeAddress.ofIpv4((20 << 24) + (hosts++ << 8) + 1, 4_001);
    }

    DhtNode add() {
        return add(nextAddress(), NodeId.random(random));
    }

    DhtNode add(NodeAddress address, NodeId id) {
        DhtNode.Parts parts = new DhtNode.Parts(
                new StandInCredentials(id),
                new StandInRecords(),
                timers,
                new Random(random.nextLong()),
                timers::unixMillis,
                new DatagramSender() {
                    @Override
                    public void send(NodeAddress to, byte[] message) {
                        StandInOverlay.this.send(address, to, message);
                    }

                    @Override
                    public boolean sendFromElsewhere(NodeAddress to, byte[] message) {
                        StandInOverlay.this.send(
                                new NodeAddress(address.high(), address.low(), address.port() + 1), to, message);
                        return true;
                    }
                });
        DhtNode node = new DhtNode(parts, settings);
        nodes.put(address, node);
        return node;
    }

    /** Nodes that know each other. */
    List<DhtNode> grow(int count) {
        List<DhtNode> grown = new ArrayList<>();
        NodeAddress first = nextAddress();
        grown.add(add(first, NodeId.random(random)));
        for (int i = 1; i < count; i++) {
            DhtNode node = add();
            node.bootstrap(List.of(), List.of(first), _ -> {});
            timers.pass(Duration.ofMillis(500));
            grown.add(node);
        }
        timers.pass(Duration.ofSeconds(20));
        return grown;
    }

    NodeAddress addressOf(DhtNode node) {
        return nodes.entrySet().stream()
                .filter(entry -> entry.getValue() == node)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** Nothing reaches it from now on but from where it has sent to. */
    void hide(DhtNode node) {
        holes.put(addressOf(node), new HashSet<>());
    }

    void show(DhtNode node) {
        holes.remove(addressOf(node));
    }

    void crash(DhtNode node) {
        nodes.remove(addressOf(node));
        node.close();
    }

    void send(NodeAddress from, NodeAddress to, byte[] message) {
        holes.getOrDefault(from, new HashSet<>()).add(to);
        datagrams.add(new Datagram(from, to, ByteString.copyFrom(message)));
        timers.after(ONE_WAY, () -> {
            DhtNode receiver = nodes.get(to);
            Set<NodeAddress> open = holes.get(to);
            if (receiver != null && (open == null || open.contains(from))) {
                receiver.receive(from, message);
            }
        });
    }
}
