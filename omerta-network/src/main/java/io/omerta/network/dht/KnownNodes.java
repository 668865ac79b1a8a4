package io.omerta.network.dht;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The routing table, and besides it those that answered lately: who has proved its id need not do so each time. */
final class KnownNodes {
    private static final int MOST_LATELY = 64;

    private final RoutingTable table;
    private final Map<NodeId, KnownNode> lately = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, KnownNode> eldest) {
            return size() > MOST_LATELY;
        }
    };

    KnownNodes(RoutingTable table) {
        this.table = table;
    }

    /** What is known of the node of this id at this address; null for nothing. */
    @Nullable
    KnownNode find(Contact contact) {
        KnownNode known = table.find(contact.id());
        if (known == null || !known.contact().address().equals(contact.address())) {
            known = lately.get(contact.id());
        }
        return known != null && known.contact().address().equals(contact.address()) ? known : null;
    }

    /** It has answered: what is known of it from now on. */
    KnownNode heard(Contact contact) {
        KnownNode known = find(contact);
        if (known == null) {
            known = new KnownNode(contact);
            lately.put(contact.id(), known);
        }
        return known;
    }

    /**
     * It has proved its id, now or before, and is in the table from now on if there is room.
     *
     * @return whether it has come into it by this
     */
    boolean proven(KnownNode node, long now) {
        boolean isNew = table.heard(node, now);
        if (table.find(node.id()) == node) {
            lately.remove(node.id());
        }
        return isNew;
    }

    /** It has proved its id, and is for this node alone: others would not reach it. */
    void hidden(KnownNode node) {
        table.remove(node);
        lately.put(node.id(), node);
    }

    /** @return who could take its place, once it is known to be who it says; null for nobody, or not yet */
    @Nullable
    Contact failed(Contact contact) {
        KnownNode known = find(contact);
        if (known == null) {
            return null;
        }
        lately.remove(contact.id());
        return table.failed(known);
    }
}
