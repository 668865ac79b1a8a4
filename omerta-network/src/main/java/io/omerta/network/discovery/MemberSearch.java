package io.omerta.network.discovery;

import io.omerta.network.dht.DhtNode;
import io.omerta.network.dht.DhtRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Looks for announcements with one of several terms, in all shards or in as many as it takes to find enough. In the socket's thread. */
final class MemberSearch {
    private static final int AT_A_TIME = 4;
    /** Who has records; one may leave out what it does not like. */
    private static final int HOLDERS = 3;

    private final DhtNode node;
    private final List<Shard> left;
    private final int enough;
    private final Consumer<DhtRecord> found;
    private final Runnable done;
    private int count;
    private int awaited;

    /** @param enough no further shard is looked into when so many were found */
    MemberSearch(
            DhtNode node,
            List<String> terms,
            int enough,
            RandomGenerator random,
            Consumer<DhtRecord> found,
            Runnable done) {
        this.node = node;
        this.enough = enough;
        this.found = found;
        this.done = done;
        int level = Shard.level(node.estimatedNodes());
        this.left = new ArrayList<>();
        // More would not be looked into anyway.
        int shards = Math.min(1 << Math.min(level, 20), enough);
        // Taken from the end: the first term comes first, its shards in any order.
        for (String term : terms.reversed()) {
            List<Shard> ofTerm = new ArrayList<>();
            for (int i = 0; i < shards; i++) {
                ofTerm.add(new Shard(term, level, i));
            }
            Collections.shuffle(ofTerm, Random.from(random));
            left.addAll(ofTerm);
        }
    }

    void start() {
        awaited = AT_A_TIME;
        for (int i = 0; i < AT_A_TIME; i++) {
            next();
        }
    }

    private void next() {
        if (left.isEmpty() || count >= enough) {
            if (--awaited == 0) {
                done.run();
            }
            return;
        }
        node.search(
                left.removeLast().key(),
                HOLDERS,
                (record, round) -> {
                    count++;
                    found.accept(record);
                },
                _ -> next());
    }
}
