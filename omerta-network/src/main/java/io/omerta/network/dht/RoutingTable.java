package io.omerta.network.dht;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whom a node knows: a bucket for each number of leading bits that another id shares with its own. Only nodes that have proved
 * their id are in it. A node that answers is not replaced by another (Maymounkov and Mazières 2002, section 2.2), so that
 * those who come later and in numbers do not push out those who were there before; unless a bucket becomes more even by it.
 */
final class RoutingTable {
    /** Asked and not answered so often in turn, a node is taken for gone; datagrams get lost too. */
    private static final int MOST_FAILURES = 2;

    /** Of some twenty nodes one in twenty has another so near. */
    private static final int CROWDED_BITS = 8;

    /** So many times k are looked through for k that are apart. */
    private static final int NEIGHBOURS = 4;

    private final NodeId self;
    private final DhtSettings settings;
    private final List<@Nullable Bucket> buckets = new ArrayList<>();
    private final Map<NodeId, KnownNode> byId = new HashMap<>(4);
    private final LostNodes lost = new LostNodes();

    RoutingTable(NodeId self, DhtSettings settings) {
        this.self = self;
        this.settings = settings;
    }

    int size() {
        return byId.size();
    }

    @Nullable
    KnownNode find(NodeId id) {
        return byId.get(id);
    }

    /** Whether a node that proves its id would be taken. */
    boolean hasRoom(Contact contact) {
        if (contact.id().equals(self)) {
            return false;
        }
        Bucket bucket = bucket(contact.id());
        return bucket == null || (isSpread(bucket, contact) && (!isFull(bucket) || crowded(bucket, contact) != null));
    }

    private boolean isFull(Bucket bucket) {
        return bucket.nodes.size() >= settings.bucketSize();
    }

    private @Nullable KnownNode crowded(Bucket bucket, Contact newcomer) {
        return bucket.crowded(newcomer.id(), self.commonPrefix(newcomer.id()));
    }

    private boolean isSpread(Bucket bucket, Contact contact) {
        return !AddressRules.isPublic(contact.address()) || bucket.inSubnet(contact.address()) < settings.perSubnet();
    }

    /**
     * A node that has proved its id and just answered. Kept as one to come if there is no room.
     *
     * @return whether it is in the table, and was not there before
     */
    boolean heard(KnownNode node, long now) {
        if (node.id().equals(self)) {
            return false;
        }
        Bucket bucket = bucketFor(node.id(), now);
        KnownNode known = byId.get(node.id());
        if (known == node) {
            bucket.touch(node);
            return false;
        }
        if (known == null) {
            return add(bucket, node);
        }
        if (known.failures == 0) {
            return false;
        }
        // It has moved: only the owner of the id can prove it from there, and where it was it does not answer.
        bucket.nodes.remove(known);
        put(bucket, node);
        return true;
    }

    private boolean add(Bucket bucket, KnownNode node) {
        if (!hasRoom(node.contact())) {
            bucket.spare(node.contact());
            return false;
        }
        KnownNode gone = isFull(bucket) ? crowded(bucket, node.contact()) : null;
        if (gone != null) {
            bucket.nodes.remove(gone);
            byId.remove(gone.id());
        }
        put(bucket, node);
        lost.remove(node.id());
        return true;
    }

    private void put(Bucket bucket, KnownNode node) {
        bucket.nodes.add(node);
        byId.put(node.id(), node);
    }

    /** A node that was here once, another one each time; null if there is none. */
    @Nullable
    Contact lost() {
        return lost.next();
    }

    /** Somebody who says that it is there, and has not shown it. */
    void spare(Contact contact, long now) {
        if (!contact.id().equals(self)) {
            bucketFor(contact.id(), now).spare(contact);
        }
    }

    /**
     * A node has not answered.
     *
     * @return who could take its place, once it is known to be who it says; null for nobody, or not yet
     */
    @Nullable
    Contact failed(KnownNode node) {
        node.failures++;
        Bucket bucket = bucket(node.id());
        if (bucket == null || node.failures < MOST_FAILURES || !bucket.nodes.remove(node)) {
            return null;
        }
        byId.remove(node.id());
        lost.add(node.contact());
        return bucket.takeSpare();
    }

    /** It is there, and not to be named to others. */
    void remove(KnownNode node) {
        Bucket bucket = bucket(node.id());
        if (bucket != null && bucket.nodes.remove(node)) {
            byId.remove(node.id());
        }
    }

    /** Nearest first, at most so many; those that did not answer the last time come only where there are no others. */
    List<KnownNode> nearest(NodeId target, int most) {
        List<KnownNode> found = nearest(target, most, 0);
        return found.isEmpty() ? nearest(target, most, Integer.MAX_VALUE) : found;
    }

    private List<KnownNode> nearest(NodeId target, int most, int mostFailures) {
        List<KnownNode> found = new ArrayList<>(2 * most);
        int own = self.commonPrefix(target);
        addSorted(own, own + 1, target, mostFailures, found);
        if (found.size() < most) {
            addSorted(own + 1, buckets.size(), target, mostFailures, found);
        }
        for (int i = Math.min(own, buckets.size()) - 1; i >= 0 && found.size() < most; i--) {
            addSorted(i, i + 1, target, mostFailures, found);
        }
        return found.size() > most ? found.subList(0, most) : found;
    }

    /**
     * How far its k-th neighbour is, as a part of the whole space: whoever crowds another point does not change it, and those around
     * one point near by count once. 0 while it knows fewer.
     */
    double reach() {
        NodeId last = self;
        int count = 0;
        for (KnownNode node : nearest(self, NEIGHBOURS * settings.bucketSize())) {
            boolean apart = last.commonPrefix(node.id()) < self.commonPrefix(node.id()) + CROWDED_BITS;
            count += apart ? 1 : 0;
            if (count == settings.bucketSize()) {
                return self.distance(node.id());
            }
            last = node.id();
        }
        return 0;
    }

    /** All of these buckets are at the same distance of the target, in so far as others are nearer or farther. */
    private void addSorted(int from, int to, NodeId target, int mostFailures, List<KnownNode> found) {
        NodesByDistance sorted = new NodesByDistance(target);
        for (int i = from; i < Math.min(to, buckets.size()); i++) {
            Bucket bucket = buckets.get(i);
            if (bucket != null) {
                bucket.addTo(sorted, mostFailures);
            }
        }
        sorted.addTo(found);
    }

    /** Some of all, at most so many, each as likely as the others. */
    List<KnownNode> some(int most, RandomGenerator random) {
        List<KnownNode> some = new ArrayList<>(most);
        int[] seen = new int[1];
        // Reservoir sampling (Vitter 1985, algorithm R).
        forEach(node -> {
            int place = random.nextInt(++seen[0]);
            if (some.size() < most) {
                some.add(node);
            } else if (place < most) {
                some.set(place, node);
            }
        });
        return some;
    }

    void forEach(Consumer<KnownNode> action) {
        for (Bucket bucket : buckets) {
            if (bucket != null) {
                bucket.nodes.forEach(action);
            }
        }
    }

    /** How many leading bits those share with this node that nobody looked for since then, at most down to the own neighbours. */
    List<Integer> notLookedIntoSince(long nanos) {
        List<Integer> stale = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            Bucket bucket = buckets.get(i);
            if (bucket == null || bucket.lookedIntoAt - nanos < 0) {
                stale.add(i);
            }
        }
        return stale;
    }

    void lookedFor(NodeId target, long now) {
        if (!target.equals(self)) {
            bucketFor(target, now).lookedIntoAt = now;
        }
    }

    /** Of each bucket the one that was not heard from for the longest time, if that is before then. */
    List<KnownNode> quietSince(long nanos) {
        List<KnownNode> quiet = new ArrayList<>();
        for (Bucket bucket : buckets) {
            if (bucket != null) {
                KnownNode oldest = bucket.nodes.isEmpty() ? null : bucket.nodes.getFirst();
                if (oldest != null && oldest.heardAt - nanos < 0) {
                    quiet.add(oldest);
                }
            }
        }
        return quiet;
    }

    private @Nullable Bucket bucket(NodeId id) {
        int index = self.commonPrefix(id);
        return index < buckets.size() ? buckets.get(index) : null;
    }

    private Bucket bucketFor(NodeId id, long now) {
        int index = self.commonPrefix(id);
        while (buckets.size() <= index) {
            buckets.add(null);
        }
        Bucket bucket = buckets.get(index);
        if (bucket == null) {
            bucket = new Bucket(now);
            buckets.set(index, bucket);
        }
        return bucket;
    }
}
