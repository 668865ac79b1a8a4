package io.omerta.network.dht;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one distance: those that are asked, the one longest not heard from first, and some that could replace them. A
 * full one is spread over its part of the space: one lookup, be it led astray, does not fill it with nodes around one point.
 */
final class Bucket {
    private static final int MAX_SPARES = 8;
    /** Ranges that it tells apart, by the next so many bits. */
    private static final int RANGE_BITS = 3;

    final List<KnownNode> nodes = new ArrayList<>(4);
    /** Seen last comes last. Nothing is known about whether they are who they say they are. */
    private final List<Contact> spares = new ArrayList<>(0);

    long lookedIntoAt;

    Bucket(long now) {
        this.lookedIntoAt = now;
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

    /** Who goes for a node that makes it more even: the youngest of the fullest range. Null if none does. */
    @Nullable
    KnownNode crowded(NodeId newcomer, int prefix) {
        int[] counts = new int[1 << RANGE_BITS];
        int fullest = 0;
        for (KnownNode node : nodes) {
            int range = node.id().bits(prefix + 1, RANGE_BITS);
            counts[range]++;
            fullest = counts[range] > counts[fullest] ? range : fullest;
        }
        if (counts[newcomer.bits(prefix + 1, RANGE_BITS)] + 1 >= counts[fullest]) {
            return null;
        }
        KnownNode youngest = null;
        for (KnownNode node : nodes) {
            if (node.id().bits(prefix + 1, RANGE_BITS) == fullest
                    && (youngest == null || node.knownSince > youngest.knownSince)) {
                youngest = node;
            }
        }
        return youngest;
    }

    /** Those that have not failed more often in turn. */
    void addTo(NodesByDistance sorted, int mostFailures) {
        for (KnownNode node : nodes) {
            if (node.failures <= mostFailures) {
                sorted.add(node);
            }
        }
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
