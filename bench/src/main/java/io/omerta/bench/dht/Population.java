package io.omerta.bench.dht;

import io.omerta.network.dht.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** All nodes that live, and which of them are truly nearest to a point: what lookups are judged by. */
final class Population {
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final Map<SimulatedNode, Integer> places = new HashMap<>();
    private final TreeMap<NodeId, SimulatedNode> byId = new TreeMap<>();

    int size() {
        return nodes.size();
    }

    void add(SimulatedNode node) {
        places.put(node, nodes.size());
        nodes.add(node);
        byId.put(node.id(), node);
    }

    void remove(SimulatedNode node) {
        Integer place = places.remove(node);
        if (place == null) {
            throw new IllegalArgumentException("not one of these: " + node.id());
        }
        SimulatedNode last = nodes.removeLast();
        if (last != node) {
            nodes.set(place, last);
            places.put(last, place);
        }
        byId.remove(node.id());
    }

    boolean contains(SimulatedNode node) {
        return places.containsKey(node);
    }

    List<SimulatedNode> all() {
        return List.copyOf(nodes);
    }

    SimulatedNode any(RandomGenerator random) {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /** @throws IllegalStateException if there is none */
    SimulatedNode any(RandomGenerator random, Predicate<SimulatedNode> which) {
        for (int i = 0; i < 100_000; i++) {
            SimulatedNode node = any(random);
            if (which.test(node)) {
                return node;
            }
        }
        throw new IllegalStateException("no such node");
    }

    /** Nearest first. */
    List<SimulatedNode> nearest(NodeId target, int most, Predicate<SimulatedNode> which) {
        List<SimulatedNode> found = List.of();
        for (int prefix = NodeId.BITS; prefix >= 0 && found.size() < most; prefix -= prefix > 32 ? 32 : 1) {
            found =
                    byId
                            .subMap(bound(target, prefix, (byte) 0), true, bound(target, prefix, (byte) 0xff), true)
                            .values()
                            .stream()
                            .filter(which)
                            .sorted((one, two) -> target.compareDistance(one.id(), two.id()))
                            .limit(most)
                            .toList();
        }
        return found;
    }

    /** So many bits of the point, then zeros or ones. */
    private static NodeId bound(NodeId point, int prefix, byte rest) {
        byte[] bytes = point.toBytes();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(prefix - 8 * i, 0, 8);
            int mask = 0xff >>> kept;
            bytes[i] = (byte) ((bytes[i] & ~mask) | (rest & mask));
        }
        return NodeId.ofBytes(bytes);
    }
}
