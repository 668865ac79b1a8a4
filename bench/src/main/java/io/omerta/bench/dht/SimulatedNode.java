package io.omerta.bench.dht;

import io.omerta.network.dht.DatagramSender;
import io.omerta.network.dht.DhtNode;
import io.omerta.network.dht.DhtSettings;
import io.omerta.network.dht.NodeAddress;
import io.omerta.network.dht.NodeCredentials;
import io.omerta.network.dht.NodeId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A real node on the simulated network; honest unless its {@link Behaviour} says otherwise. */
final class SimulatedNode implements Host {
    /** The least that a NAT is to keep (RFC 4787, REQ-5). */
    private static final long NAT_KEEPS = Duration.ofMinutes(2).toNanos();

    private static final int NAT_MOST = 512;
    /** From the one that it is reached at to one that it is not. */
    private static final int OTHER_PORT = 30_000;

    private final NodeAddress address;
    private final DhtNode node;
    private final NodeCredentials credentials;
    private final VirtualTime time;
    private final @Nullable Map<NodeAddress, Long> nat;
    private final Behaviour behaviour;
    private final long since;

    /** What it is and how it is connected. */
    record Place(NodeAddress address, boolean natted, Behaviour behaviour) {}

    SimulatedNode(
            NodeCredentials credentials,
            Place place,
            DhtSettings settings,
            VirtualTime time,
            SimulatedNetwork network,
            RandomGenerator random) {
        this.address = place.address();
        this.credentials = credentials;
        this.time = time;
        this.since = time.nanos();
        this.behaviour = place.behaviour();
        this.nat = place.natted() ? new LinkedHashMap<>() : null;
        DhtNode.Parts parts =
                new DhtNode.Parts(credentials, new StandInRecords(), time, random, time::unixMillis, sender(network));
        this.node = new DhtNode(parts, settings);
    }

    private DatagramSender sender(SimulatedNetwork network) {
        NodeAddress elsewhere = new NodeAddress(address.high(), address.low(), address.port() + OTHER_PORT);
        return new DatagramSender() {
            @Override
            public void send(NodeAddress to, byte[] message) {
                behaviour.send(SimulatedNode.this, network, to, message);
            }

            @Override
            public boolean sendFromElsewhere(NodeAddress to, byte[] message) {
                network.send(elsewhere, to, message);
                return true;
            }
        };
    }

    DhtNode node() {
        return node;
    }

    NodeId id() {
        return credentials.id();
    }

    NodeCredentials credentials() {
        return credentials;
    }

    boolean isHonest() {
        return behaviour.equals(Behaviour.HONEST);
    }

    boolean isNatted() {
        return nat != null;
    }

    /** When it came, in nanoseconds. */
    long since() {
        return since;
    }

    @Override
    public NodeAddress address() {
        return address;
    }

    @Override
    public void receive(NodeAddress from, byte[] message) {
        behaviour.receive(this, from, message);
    }

    @Override
    public boolean isReachableFrom(NodeAddress from) {
        if (nat == null) {
            return true;
        }
        Long at = nat.get(from);
        return at != null && time.nanos() - at < NAT_KEEPS;
    }

    @Override
    public void sends(NodeAddress to) {
        if (nat != null) {
            nat.remove(to);
            nat.put(to, time.nanos());
            if (nat.size() > NAT_MOST) {
                nat.remove(nat.keySet().iterator().next());
            }
        }
    }
}
