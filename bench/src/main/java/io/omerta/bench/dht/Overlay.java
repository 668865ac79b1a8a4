package io.omerta.bench.dht;

import com.google.protobuf.ByteString;
import io.omerta.network.dht.Contact;
import io.omerta.network.dht.DhtSettings;
import io.omerta.network.dht.NodeAddress;
import io.omerta.network.dht.NodeCredentials;
import io.omerta.network.dht.NodeId;
import io.omerta.network.dht.RefusedRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A simulated overlay: nodes come, go and crash; values are published in it. */
final class Overlay {
    /** The first of the addresses: each host has a subnet of its own from there on. */
    private static final int FIRST_ADDRESS = 11 << 24;

    private static final int PORT = 4_001;
    private static final Duration MEDIAN_ROUND_TRIP = Duration.ofMillis(50);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final int BOOTSTRAP_PEERS = 3;

    private final RandomGenerator random;
    private final DhtSettings settings;
    private final VirtualTime time = new VirtualTime();
    private final SimulatedNetwork network;
    private final Population population = new Population();
    private final Function<RandomGenerator, NodeCredentials> credentials;
    private double natted;
    private int places;
    private long versions;

    /** A value that should be found. */
    record Published(NodeId key, NodeId owner, ByteString value) {}

    Overlay(long seed, DhtSettings settings) {
        this(seed, settings, random -> new StandInCredentials(NodeId.random(random)));
    }

    Overlay(long seed, DhtSettings settings, Function<RandomGenerator, NodeCredentials> credentials) {
        this.random = new SplittableRandom(seed);
        this.settings = settings;
        this.credentials = credentials;
        this.network = new SimulatedNetwork(
                time,
                new Latencies(Mixing.mix(seed), MEDIAN_ROUND_TRIP.toNanos(), new SplittableRandom(random.nextLong())),
                new SplittableRandom(random.nextLong()));
    }

    VirtualTime time() {
        return time;
    }

    SimulatedNetwork network() {
        return network;
    }

    Population population() {
        return population;
    }

    RandomGenerator random() {
        return random;
    }

    DhtSettings settings() {
        return settings;
    }

    /** @param part of those that come from now on is behind a NAT */
    void natted(double part) {
        this.natted = part;
    }

    /** So many join, one after the other in that time. */
    void grow(int count, Duration over) {
        grow(count, over, 0, Behaviour.HONEST);
    }

    /** The same; such a part of them, here and there, is not honest. */
    void grow(int count, Duration over, double part, Behaviour others) {
        for (int i = 0; i < count; i++) {
            Behaviour behaviour = i > 0 && random.nextDouble() < part ? others : Behaviour.HONEST;
            time.after(over.toNanos() * i / count, () -> join(behaviour));
        }
        time.run(over);
    }

    /** A node comes, and knows some that are there. */
    SimulatedNode join(Behaviour behaviour) {
        boolean nat = population.size() > BOOTSTRAP_PEERS && random.nextDouble() < natted;
        return join(credentials.apply(random), nextAddress(), nat, behaviour);
    }

    SimulatedNode join(NodeCredentials own, NodeAddress address, boolean nat, Behaviour behaviour) {
        SimulatedNode node = new SimulatedNode(
                own,
                new SimulatedNode.Place(address, nat, behaviour),
                settings,
                time,
                network,
                new SplittableRandom(random.nextLong()));
        List<NodeAddress> known = population.size() == 0 ? List.of() : bootstrapPeers();
        network.add(node);
        population.add(node);
        bootstrap(node, known);
        return node;
    }

    NodeAddress nextAddress() {
        return NodeAddress.ofIpv4(FIRST_ADDRESS + (places++ << 8) + 1, PORT);
    }

    /** Some of those that can be reached by anybody, an honest one among them: nobody is helped who knows liars alone. */
    List<NodeAddress> bootstrapPeers() {
        return Stream.concat(
                        Stream.of(population.any(random, node -> !node.isNatted() && node.isHonest())),
                        Stream.generate(() -> population.any(random, node -> !node.isNatted())))
                .limit(BOOTSTRAP_PEERS)
                .map(SimulatedNode::address)
                .toList();
    }

    private void bootstrap(SimulatedNode node, List<NodeAddress> known) {
        node.node().bootstrap(List.of(), known, count -> {
            if (count == 0 && !known.isEmpty() && population.contains(node)) {
                time.after(AGAIN, () -> bootstrap(node, bootstrapPeers()));
            }
        });
    }

    /** It is gone, without a word. */
    void crash(SimulatedNode node) {
        network.remove(node);
        population.remove(node);
        node.node().close();
    }

    void crash(double part) {
        crash(node -> random.nextDouble() < part && node.isHonest());
    }

    /** Those are gone at once. */
    void crash(Predicate<SimulatedNode> which) {
        population.all().stream().filter(which).forEach(this::crash);
    }

    /** From now on so many of all honest nodes go in an hour, and as many others come. */
    void churn(double perHour) {
        long each = Math.round(Duration.ofHours(1).toNanos() / (perHour * population.size()));
        // The time from one to the next has an exponential distribution, as it has where nobody knows of the others.
        time.after(Math.round(-Math.log(1 - random.nextDouble()) * each), () -> {
            crash(population.any(random, SimulatedNode::isHonest));
            join(Behaviour.HONEST);
            churn(perHour);
        });
    }

    /** Of all that is in the tables of honest nodes, what part is nodes of here that not everybody can reach. */
    double unreachablePart() {
        Set<NodeAddress> hidden = population.all().stream()
                .filter(SimulatedNode::isNatted)
                .map(SimulatedNode::address)
                .collect(Collectors.toSet());
        List<NodeAddress> known = population.all().stream()
                .filter(SimulatedNode::isHonest)
                .flatMap(node -> node.node().contacts().stream())
                .map(Contact::address)
                .toList();
        return (double) known.stream().filter(hidden::contains).count() / known.size();
    }

    /** So many values of so many nodes, one after the other in that time. */
    List<Published> publish(int count, Duration over) {
        List<Published> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            time.after(over.toNanos() * i / count, () -> values.add(publish()));
        }
        time.run(over.plusSeconds(10));
        return List.copyOf(values);
    }

    /** Under the same keys others publish now. */
    List<Published> publishAgain(List<Published> values) {
        List<Published> others =
                values.stream().map(value -> publish(value.key())).toList();
        time.run(Duration.ofSeconds(10));
        return others;
    }

    private Published publish() {
        return publish(NodeId.random(random));
    }

    private Published publish(NodeId key) {
        SimulatedNode owner = population.any(random, SimulatedNode::isHonest);
        long expires = time.unixMillis() + Duration.ofDays(1).toMillis();
        ByteString value = StandInRecords.value(key, owner.id(), ++versions, expires);
        try {
            owner.node().publish(key, value, _ -> {});
        } catch (RefusedRecordException e) {
            throw new AssertionError("it was made right", e);
        }
        return new Published(key, owner.id(), value);
    }
}
