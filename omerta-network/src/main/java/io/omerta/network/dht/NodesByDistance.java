package io.omerta.network.dht;

import java.util.Arrays;
import java.util.List;

/**
 * Some dozens of nodes, to be put into the order of their distance to a point. First all distances are read, then they are compared:
 * each answer takes this, and most of its time is waiting for memory, which goes on side by side as long as nothing depends on it.
 */
final class NodesByDistance {
    private final NodeId target;
    private KnownNode[] nodes = new KnownNode[32];
    private long[] distances = new long[32];
    private int size;

    NodesByDistance(NodeId target) {
        this.target = target;
    }

    void add(KnownNode node) {
        if (size == nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * size);
            distances = Arrays.copyOf(distances, 2 * size);
        }
        distances[size] = target.distanceOrder(node.id());
        nodes[size++] = node;
    }

    /** Nearest first. */
    void addTo(List<KnownNode> list) {
        for (int i = 1; i < size; i++) {
            insert(i);
        }
        for (int i = 0; i < size; i++) {
            list.add(nodes[i]);
        }
    }

    /** Among those before it, which are in order. */
    private void insert(int place) {
        KnownNode node = nodes[place];
        long distance = distances[place];
        int to = place;
        while (to > 0 && isNearer(distance, node, to - 1)) {
            nodes[to] = nodes[to - 1];
            distances[to] = distances[to - 1];
            to--;
        }
        nodes[to] = node;
        distances[to] = distance;
    }

    private boolean isNearer(long distance, KnownNode node, int than) {
        return distance < distances[than]
                || (distance == distances[than] && target.compareDistance(node.id(), nodes[than].id()) < 0);
    }
}
