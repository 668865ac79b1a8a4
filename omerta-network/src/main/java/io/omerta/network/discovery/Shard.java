package io.omerta.network.discovery;

import io.omerta.network.dht.NodeId;
import java.nio.charset.StandardCharsets;

/**
 * A part of all announcements with one term: those whose owners' ids begin with certain bits. The larger the network, the more
 * bits: so nobody has to keep, or be asked for, all of them.
 *
 * @param level how many bits, 0 to 24
 * @param bits these, as a number
 */
record Shard(String term, int level, int bits) {
    static final int MOST_LEVEL = 24;
    /** Announcements in one, more or less. */
    private static final int ROOM = 32;

    private static final byte[] LABEL = "omerta dht announcement v1\0".getBytes(StandardCharsets.US_ASCII);

    Shard {
        if (level < 0 || level > MOST_LEVEL || bits < 0 || bits >= 1 << level) {
            throw new IllegalArgumentException("shard: " + bits + " is not one of level " + level);
        }
    }

    static Shard of(String term, int level, NodeId owner) {
        int bits = 0;
        for (int i = 0; i < level; i++) {
            bits = 2 * bits + (owner.bit(i) ? 1 : 0);
        }
        return new Shard(term, level, bits);
    }

    /** Where to publish in a network of so many nodes, and where to search. */
    static int level(double nodes) {
        double needed = Math.ceil(Math.log(nodes / ROOM) / Math.log(2));
        return (int) Math.clamp(needed, 0, MOST_LEVEL);
    }

    /** Where it is kept. */
    NodeId key() {
        byte[] name = term.getBytes(StandardCharsets.UTF_8);
        byte[] place = {0, (byte) level, (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits};
        return NodeId.hash(LABEL, name, place);
    }
}
