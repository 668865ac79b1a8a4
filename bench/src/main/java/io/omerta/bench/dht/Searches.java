package io.omerta.bench.dht;

import io.omerta.network.dht.DhtRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Searches for values that were published, from nodes anywhere, and what came of them. */
final class Searches {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** As many as a daemon asks when it looks for members: one holder may not have heard of what was published last. */
    private static final int HOLDERS = 3;

    private final Overlay overlay;
    /** Milliseconds until the value was there. */
    final Samples milliseconds = new Samples();
    /** Nodes asked one after the other until it was there. */
    final Samples rounds = new Samples();
    /** Requests until the search was over. */
    final Samples messages = new Samples();
    /** Milliseconds until the search was over. */
    final Samples whole = new Samples();

    private int begun;
    private int ended;
    private int found;
    private int abandoned;

    Searches(Overlay overlay) {
        this.overlay = overlay;
    }

    /** Each of these is looked for so often, from another node each time, one search after the other in that time. */
    void run(List<Overlay.Published> values, int times, Duration over, Predicate<SimulatedNode> from) {
        int count = values.size() * times;
        for (int i = 0; i < count; i++) {
            Overlay.Published value = values.get(i % values.size());
            overlay.time().after(over.toNanos() * i / count, () -> begin(value, from));
        }
        overlay.time().run(over);
        overlay.time().runUntil(() -> ended == begun, PATIENCE);
    }

    private void begin(Overlay.Published value, Predicate<SimulatedNode> from) {
        SimulatedNode seeker = overlay.population().any(overlay.random(), node -> node.isHonest() && from.test(node));
        long start = overlay.time().nanos();
        long requests = seeker.node().traffic().requests();
        boolean[] seen = new boolean[1];
        begun++;
        seeker.node()
                .search(
                        value.key(),
                        HOLDERS,
                        (record, round) -> {
                            if (!seen[0] && isThat(record, value)) {
                                seen[0] = true;
                                milliseconds.add((overlay.time().nanos() - start) / 1e6);
                                rounds.add(round);
                                found++;
                            }
                        },
                        _ -> {
                            ended++;
                            whole.add((overlay.time().nanos() - start) / 1e6);
                            messages.add((double) (seeker.node().traffic().requests() - requests));
                        });
        // A node that goes takes its searches with it: they were not lost.
        overlay.time().after(PATIENCE, () -> {
            if (!overlay.population().contains(seeker) && !seen[0]) {
                abandoned++;
            }
        });
    }

    private static boolean isThat(DhtRecord record, Overlay.Published value) {
        return record.owner().equals(value.owner()) && record.value().equals(value.value());
    }

    int count() {
        return begun;
    }

    /** Part of those whose seeker lived to see the end. */
    double foundPart() {
        return (double) found / (begun - abandoned);
    }

    Scene.Search figures() {
        return new Scene.Search(
                begun,
                Scene.round(foundPart(), 5),
                Math.round(rounds.percentile(50)),
                Math.round(rounds.percentile(99)),
                Scene.round(milliseconds.percentile(50), 1),
                Scene.round(milliseconds.percentile(99), 1),
                Scene.round(milliseconds.percentile(100), 1),
                Scene.round(messages.mean(), 2));
    }
}
