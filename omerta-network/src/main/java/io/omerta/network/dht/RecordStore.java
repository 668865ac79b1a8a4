package io.omerta.network.dht;

import io.omerta.proto.dht.DhtRefusal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The records that others have given to this node to keep. Bounded by bytes and by owner; where there is no room, what is
 * farthest from this node goes first, for others are nearer to it.
 */
final class RecordStore {
    static final int MOST_BYTES = 16 << 20;
    static final int MOST_OF_OWNER = 256;
    static final int MOST_OF_KEY = 1_024;
    /** What the maps take besides. */
    private static final int OVERHEAD = 256;

    private final NavigableMap<NodeId, NavigableMap<NodeId, DhtRecord>> keys;
    private final Map<NodeId, Integer> ofOwner = new HashMap<>(4);
    private long bytes;

    RecordStore(NodeId self) {
        this.keys = new TreeMap<>(self::compareDistance);
    }

    /** @param record that was read and found right */
    DhtRefusal put(DhtRecord record, long unixMillis) {
        DhtRecord known = find(record.key(), record.owner());
        if (known != null && known.version() >= record.version()) {
            // The same again is what its owner sends when it did not hear the answer.
            return known.version() == record.version() ? DhtRefusal.DHT_REFUSAL_NONE : DhtRefusal.DHT_REFUSAL_OLD;
        }
        if (known != null) {
            remove(known);
        }
        if (!hasRoom(record)) {
            forget(unixMillis);
            if (!hasRoom(record) && !makeRoom(record)) {
                return DhtRefusal.DHT_REFUSAL_FULL;
            }
        }
        keys.computeIfAbsent(record.key(), _ -> new TreeMap<>()).put(record.owner(), record);
        ofOwner.merge(record.owner(), 1, Integer::sum);
        bytes += size(record);
        return DhtRefusal.DHT_REFUSAL_NONE;
    }

    private boolean hasRoom(DhtRecord record) {
        Map<NodeId, DhtRecord> sameKey = keys.get(record.key());
        return bytes + size(record) <= MOST_BYTES
                && ofOwner.getOrDefault(record.owner(), 0) < MOST_OF_OWNER
                && (sameKey == null || sameKey.size() < MOST_OF_KEY);
    }

    private boolean makeRoom(DhtRecord record) {
        while (bytes + size(record) > MOST_BYTES && keys.comparator().compare(keys.lastKey(), record.key()) > 0) {
            // A copy: removing changes the map.
            new TreeMap<>(keys.lastEntry().getValue()).values().forEach(this::remove);
        }
        return hasRoom(record);
    }

    private @Nullable DhtRecord find(NodeId key, NodeId owner) {
        Map<NodeId, DhtRecord> sameKey = keys.get(key);
        return sameKey == null ? null : sameKey.get(owner);
    }

    /** Under that key, of owners from {@code first} to {@code last}, by owner. Some may have expired. */
    SortedMap<NodeId, DhtRecord> get(NodeId key, NodeId first, NodeId last) {
        NavigableMap<NodeId, DhtRecord> sameKey = keys.get(key);
        return sameKey == null || first.compareTo(last) > 0 ? new TreeMap<>() : sameKey.subMap(first, true, last, true);
    }

    /** Nearest to this node first. */
    List<NodeId> keys() {
        return List.copyOf(keys.keySet());
    }

    Collection<DhtRecord> all(NodeId key) {
        Map<NodeId, DhtRecord> sameKey = keys.get(key);
        return sameKey == null ? List.of() : List.copyOf(sameKey.values());
    }

    /** Drops what has expired. */
    void forget(long unixMillis) {
        Iterator<NavigableMap<NodeId, DhtRecord>> each = keys.values().iterator();
        while (each.hasNext()) {
            NavigableMap<NodeId, DhtRecord> sameKey = each.next();
            sameKey.values().removeIf(record -> {
                boolean old = record.expiresUnixMillis() <= unixMillis;
                if (old) {
                    gone(record);
                }
                return old;
            });
            if (sameKey.isEmpty()) {
                each.remove();
            }
        }
    }

    private void remove(DhtRecord record) {
        NavigableMap<NodeId, DhtRecord> sameKey = keys.get(record.key());
        if (sameKey != null && sameKey.remove(record.owner()) != null) {
            gone(record);
            if (sameKey.isEmpty()) {
                keys.remove(record.key());
            }
        }
    }

    private void gone(DhtRecord record) {
        bytes -= size(record);
        ofOwner.computeIfPresent(record.owner(), (_, count) -> count == 1 ? null : count - 1);
    }

    private static int size(DhtRecord record) {
        return OVERHEAD + record.value().size();
    }

    long bytes() {
        return bytes;
    }
}
