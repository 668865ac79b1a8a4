package io.omerta.network.dht;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes of one distance: those that are asked, the one longest not heard from first, and some that could replace them. */
final class Bucket {
    private static final int MAX_SPARES = 8;

    final List<KnownNode> nodes = new ArrayList<>(4);
    /** Seen last comes last. Nothing is known about whether they are who they say they are. */
    private final List<Contact> spares = new ArrayList<>(0);

    long lookedIntoAt;

    Bucket(long now) {
        this.lookedIntoAt = now;
    }

    @Nullable
    KnownNode find(NodeId id) {
        for (KnownNode node : nodes) {
            if (node.id().equals(id)) {
                return node;
            }
        }
        return null;
    }

    /** To the end: it was heard from. */
    void touch(KnownNode node) {
        if (nodes.remove(node)) {
            nodes.add(node);
        }
    }

    void spare(Contact contact) {
        spares.removeIf(spare -> spare.id().equals(contact.id()));
        spares.add(contact);
        if (spares.size() > MAX_SPARES) {
            spares.removeFirst();
        }
    }

    @Nullable
    Contact takeSpare() {
        return spares.isEmpty() ? null : spares.removeLast();
    }

    int inSubnet(NodeAddress address) {
        int count = 0;
        for (KnownNode node : nodes) {
            if (node.contact().address().subnet() == address.subnet()) {
                count++;
            }
        }
        return count;
    }
}
