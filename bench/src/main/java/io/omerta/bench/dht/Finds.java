package io.omerta.bench.dht;

import io.omerta.network.dht.Contact;
import io.omerta.network.dht.LookupResult;
import io.omerta.network.dht.NodeId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lookups of the nodes nearest to random points, and what came of them. One is right if every honest node is in its result
 * that was there for a minute when it began, was there when it ended, and was one of the k nearest of all nodes that were
 * there then and can be reached by everybody, adversaries among them.
 */
final class Finds {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long SETTLED = Duration.ofMinutes(1).toNanos();

    private final Overlay overlay;
    final Samples milliseconds = new Samples();
    final Samples rounds = new Samples();
    final Samples messages = new Samples();
    /** How many of those that should be found were not, of each lookup. */
    final Samples missing = new Samples();

    private int begun;
    private int ended;
    private int right;
    private int nearestRight;

    Finds(Overlay overlay) {
        this.overlay = overlay;
    }

    void run(int count, Duration over) {
        for (int i = 0; i < count; i++) {
            overlay.time().after(over.toNanos() * i / count, () -> begin(NodeId.random(overlay.random())));
        }
        overlay.time().run(over);
        overlay.time().runUntil(() -> ended == begun, PATIENCE);
    }

    void begin(NodeId target) {
        SimulatedNode seeker = overlay.population().any(overlay.random(), SimulatedNode::isHonest);
        long start = overlay.time().nanos();
        long requests = seeker.node().traffic().requests();
        List<SimulatedNode> before = nearest(target, seeker);
        begun++;
        seeker.node().lookUp(target, result -> {
            ended++;
            milliseconds.add((overlay.time().nanos() - start) / 1e6);
            rounds.add(result.rounds());
            messages.add((double) (seeker.node().traffic().requests() - requests));
            judge(before, nearest(target, seeker), start, result);
        });
    }

    private List<SimulatedNode> nearest(NodeId target, SimulatedNode seeker) {
        return overlay.population()
                .nearest(target, overlay.settings().bucketSize(), node -> node != seeker && !node.isNatted());
    }

    private void judge(List<SimulatedNode> before, List<SimulatedNode> after, long start, LookupResult result) {
        Set<NodeId> found = new HashSet<>();
        for (Contact contact : result.nearest()) {
            found.add(contact.id());
        }
        List<SimulatedNode> expected = before.stream()
                .filter(after::contains)
                .filter(SimulatedNode::isHonest)
                .filter(node -> start - node.since() >= SETTLED)
                .toList();
        long missed =
                expected.stream().filter(node -> !found.contains(node.id())).count();
        missing.add((double) missed);
        right += missed == 0 ? 1 : 0;
        nearestRight += expected.isEmpty() || found.contains(expected.getFirst().id()) ? 1 : 0;
    }

    int count() {
        return begun;
    }

    /** Those of nodes that went before the end are not counted. */
    double rightPart() {
        return (double) right / ended;
    }

    double nearestPart() {
        return (double) nearestRight / ended;
    }

    Scene.Lookup figures() {
        return new Scene.Lookup(
                ended,
                Scene.round(rightPart(), 5),
                Scene.round(nearestPart(), 5),
                Math.round(rounds.percentile(50)),
                Math.round(rounds.percentile(99)),
                Scene.round(milliseconds.percentile(50), 1),
                Scene.round(milliseconds.percentile(99), 1),
                Scene.round(messages.mean(), 2));
    }
}
