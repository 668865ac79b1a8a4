package io.omerta.network.dht;

import io.omerta.proto.dht.DhtMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/** How a node comes into an overlay: it asks those that it begins with, and then for itself and into the rest of the space. */
final class Joining implements Requests.Reply {
    /** So long after the first of those that it begins with has answered, a node goes on without the rest. */
    private static final Duration OTHERS = Duration.ofMillis(250);

    /** Farther away than that, a node and its neighbours are of no interest to each other. */
    private static final int NEAREST_BUCKETS = 1;

    /** Whoever is waiting for it is served first. */
    private static final Duration ONCE_MORE = Duration.ofSeconds(1);

    private final DhtNode node;
    private final Requests requests;
    private final Timers timers;
    private final RandomGenerator random;
    private final int bucketSize;
    private final IntConsumer done;
    /** Those of them that have answered. */
    private final List<KnownNode> answered = new ArrayList<>(4);

    private int awaited;
    private boolean begun;

    /** @param done is told how many nodes are known when the first step is done */
    Joining(DhtNode node, Requests requests, Timers timers, RandomGenerator random, int bucketSize, IntConsumer done) {
        this.node = node;
        this.requests = requests;
        this.timers = timers;
        this.random = random;
        this.bucketSize = bucketSize;
        this.done = done;
    }

    void from(Collection<Contact> contacts, Collection<NodeAddress> addresses) {
        awaited = contacts.size() + addresses.size();
        if (awaited == 0) {
            begin();
        }
        contacts.forEach(contact -> requests.ping(contact, this));
        addresses.forEach(address -> requests.ping(address, this));
    }

    @Override
    public void answered(KnownNode from, DhtMessage answer) {
        awaited--;
        answered.add(from);
        if (answered.size() == 1) {
            // Whoever is quickest may be the one that lies: the others get a moment.
            timers.after(OTHERS, this::begin);
        }
        beginIfAllAreHeard();
    }

    @Override
    public void failed() {
        awaited--;
        beginIfAllAreHeard();
    }

    private void beginIfAllAreHeard() {
        if (awaited == 0 && !answered.isEmpty()) {
            begin();
        } else if (awaited == 0) {
            done.accept(node.known());
        }
    }

    private void begin() {
        if (begun || node.isClosed()) {
            return;
        }
        begun = true;
        node.find(node.id(), nearest -> {
            done.accept(node.known());
            lookInto(farther(nearest));
        });
    }

    /** How many leading bits they share with this node, into which it looks: all but its neighbours. */
    private List<Integer> farther(List<Contact> nearest) {
        List<Integer> prefixes = new ArrayList<>();
        if (nearest.size() >= bucketSize) {
            int own = node.id().commonPrefix(nearest.getLast().id());
            for (int prefix = own - NEAREST_BUCKETS; prefix >= 0; prefix--) {
                prefixes.add(prefix);
            }
        }
        return prefixes;
    }

    private void lookInto(List<Integer> prefixes) {
        if (prefixes.isEmpty()) {
            // Once more, now that it knows whom to ask: it may have met liars, or others that had just come. From all
            // of
            // the first: if the quickest was a liar, there may be nobody but liars in the table.
            timers.after(ONCE_MORE, () -> {
                if (!node.isClosed()) {
                    node.settle(answered);
                }
            });
        } else {
            node.find(
                    node.id().randomAt(prefixes.getFirst(), random),
                    _ -> lookInto(prefixes.subList(1, prefixes.size())));
        }
    }
}
