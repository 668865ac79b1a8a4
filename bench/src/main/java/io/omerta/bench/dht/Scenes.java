package io.omerta.bench.dht;

import io.omerta.network.dht.DhtSettings;
import io.omerta.network.dht.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;

/** Overlays of all kinds, and what was seen in them. */
final class Scenes {
    /** Of datagrams; the round trips of the pairs are what they are. */
    static final double LOSS = 0.01;

    static final double CHURN_PER_HOUR = 0.2;
    private static final Duration CHURNING = Duration.ofHours(1);
    private static final Duration SETTLING = Duration.ofMinutes(2);
    private static final int VALUES = 400;
    private static final int VICTIMS = 20;
    private static final int SEARCHES_EACH = 5;
    private static final int LOOKUPS = 1_000;
    private static final double ADVERSARIES = 0.2;
    static final double NATTED = 0.3;

    private final long seed;
    private final SortedMap<String, Scene> scenes = new TreeMap<>();
    private final SortedMap<String, Samples> latencies = new TreeMap<>();
    private long datagrams;

    Scenes(long seed) {
        this.seed = seed;
    }

    SortedMap<String, Scene> all() {
        return scenes;
    }

    /** Milliseconds until the values were there, by scene. */
    SortedMap<String, Samples> latencies() {
        return latencies;
    }

    long datagrams() {
        return datagrams;
    }

    /** An overlay that has grown to so many nodes and has come to rest. */
    Overlay grown(int nodes, double part, Function<Overlay, Behaviour> others) {
        Overlay overlay = new Overlay(seed, DhtSettings.DEFAULT);
        overlay.network().loss(LOSS);
        grow(overlay, nodes, part, others.apply(overlay));
        return overlay;
    }

    private static void grow(Overlay overlay, int nodes, double part, Behaviour others) {
        // As many in a second in a large one as in a small one: ten.
        overlay.grow(nodes, Duration.ofMillis(100L * nodes), part, others);
        overlay.time().run(SETTLING);
    }

    private static Behaviour nobody(Overlay overlay) {
        return Behaviour.HONEST;
    }

    Scene look(String name, Overlay overlay, List<Overlay.Published> values) {
        long start = System.nanoTime();
        Searches searches = new Searches(overlay);
        searches.run(values, SEARCHES_EACH, Duration.ofMinutes(1), _ -> true);
        Finds finds = new Finds(overlay);
        finds.run(LOOKUPS, Duration.ofMinutes(1));
        Scene scene = new Scene(
                overlay.population().size(),
                searches.figures(),
                finds.figures(),
                Scene.round(overlay.unreachablePart(), 5),
                Long.toHexString(overlay.network().digest()));
        scenes.put(name, scene);
        latencies.put(name, searches.milliseconds);
        datagrams = Math.max(datagrams, overlay.network().sent());
        System.err.println(name + ", " + (System.nanoTime() - start) / 1_000_000 + " ms: " + scene);
        return scene;
    }

    /**
     * Quiet, an hour of churn, an hour in two halves while nodes come and go, then a part of all nodes dead at once.
     *
     * @return what was seen while it was quiet
     */
    Scene churnAndDeath(Overlay overlay) {
        List<Overlay.Published> values = overlay.publish(VALUES, Duration.ofMinutes(1));
        Scene quiet = look("quiet", overlay, values);
        overlay.churn(CHURN_PER_HOUR);
        overlay.time().run(CHURNING);
        look("churn_20_percent_an_hour", overlay, values);
        overlay.network().connected((from, to) -> (from.low() >> 8 & 1) == (to.low() >> 8 & 1));
        overlay.time().run(CHURNING);
        overlay.network().connected((from, to) -> true);
        overlay.time().run(Duration.ofMinutes(5));
        look("healed_after_an_hour", overlay, values);
        overlay.crash(0.3);
        look("dead_30_percent", overlay, values);
        return quiet;
    }

    Scene quiet(int nodes) {
        Overlay overlay = grown(nodes, 0, Scenes::nobody);
        return look("quiet_" + nodes, overlay, overlay.publish(VALUES, Duration.ofMinutes(1)));
    }

    void colluders(int nodes) {
        hostile("adversaries_collude", nodes, overlay -> new Colluders(overlay.network()));
    }

    void garblers(int nodes) {
        hostile("adversaries_garble", nodes, overlay -> new Garblers(overlay.network(), new SplittableRandom(seed)));
    }

    void drips(int nodes) {
        hostile("adversaries_drip", nodes, overlay -> new Drips(overlay.time()));
    }

    void replayers(int nodes) {
        hostile("adversaries_replay", nodes, overlay -> new Replayers(overlay.network(), new SplittableRandom(seed)));
    }

    /** From the beginning, a fifth of all. */
    Scene hostile(String name, int nodes, Function<Overlay, Behaviour> others) {
        Overlay overlay = grown(nodes, ADVERSARIES, others);
        return look(name, overlay, overlay.publish(VALUES, Duration.ofMinutes(1)));
    }

    /** Three of ten cannot be reached by those to whom they have not sent. */
    Scene natted(int nodes) {
        Overlay overlay = new Overlay(seed, DhtSettings.DEFAULT);
        overlay.network().loss(LOSS);
        overlay.natted(NATTED);
        grow(overlay, nodes, 0, Behaviour.HONEST);
        return look("natted_30_percent", overlay, overlay.publish(VALUES, Duration.ofMinutes(1)));
    }

    /**
     * Around each of some values come more false nodes than there are holders, of one owner: in one subnet, then, when those are gone,
     * around others in as many subnets. At last as many false nodes as true ones come at once, in one subnet.
     */
    void crowded(int nodes) {
        Overlay overlay = grown(nodes, 0, Scenes::nobody);
        List<Overlay.Published> values = overlay.publish(VALUES, Duration.ofMinutes(1));
        eclipsed("eclipsed_by_one_subnet", overlay, values.subList(0, VICTIMS), Sybils::around);
        eclipsed("eclipsed_by_many_subnets", overlay, values.subList(VICTIMS, 2 * VICTIMS), Sybils::fromManySubnets);
        Sybils.random(overlay, new Colluders(overlay.network()), nodes, Duration.ofMinutes(5));
        look("flooded_by_one_subnet", overlay, values.subList(2 * VICTIMS, VALUES));
    }

    /** How false nodes come. */
    private interface Coming {
        void come(NodeId victim, Overlay overlay, Behaviour behaviour, int count, Duration over);
    }

    private void eclipsed(String name, Overlay overlay, List<Overlay.Published> victims, Coming sybils) {
        Behaviour colluders = new Colluders(overlay.network());
        for (Overlay.Published victim : victims) {
            sybils.come(victim.key(), overlay, colluders, 32, Duration.ofSeconds(15));
        }
        look(name, overlay, victims);
        look(name + "_published_then", overlay, overlay.publishAgain(victims));
        overlay.crash(node -> !node.isHonest());
        overlay.time().run(SETTLING);
    }

    /** @return bytes that a node sends in a second where nobody asks for anything, with the headers of UDP and IP */
    double idle(int nodes) {
        Overlay overlay = grown(nodes, 0, Scenes::nobody);
        overlay.time().run(Duration.ofMinutes(10));
        long before = sent(overlay);
        long datagramsBefore = overlay.network().sent();
        overlay.time().run(CHURNING);
        long datagramsSent = overlay.network().sent() - datagramsBefore;
        long bytes = sent(overlay) - before + 28 * datagramsSent;
        return Scene.round(bytes / (double) CHURNING.toSeconds() / nodes, 1);
    }

    private static long sent(Overlay overlay) {
        return overlay.population().all().stream()
                .mapToLong(node -> node.node().traffic().bytesSent())
                .sum();
    }
}
