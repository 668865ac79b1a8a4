package io.omerta.network.dht;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that were in the table and did not answer any more. Most are gone; where the network was cut in two they are all that
 * leads to the other half when it is whole again.
 */
final class LostNodes {
    private static final int MOST = 32;

    private final Deque<Contact> nodes = new ArrayDeque<>(2);

    void add(Contact node) {
        remove(node.id());
        nodes.addLast(node);
        if (nodes.size() > MOST) {
            nodes.removeFirst();
        }
    }

    void remove(NodeId id) {
        nodes.removeIf(node -> node.id().equals(id));
    }

    /** One after the other, again and again; null if there are none. */
    @Nullable
    Contact next() {
        Contact next = nodes.pollFirst();
        if (next != null) {
            nodes.addLast(next);
        }
        return next;
    }
}
