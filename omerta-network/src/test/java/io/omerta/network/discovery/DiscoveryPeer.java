package io.omerta.network.discovery;

import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.Resources;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import io.omerta.network.transport.Memberships;
import io.omerta.network.transport.PeerConnections;
import io.omerta.network.transport.PeerServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A whole peer on the loopback interface, as a daemon puts it together, with a faster pace. */
final class DiscoveryPeer implements AutoCloseable {
    static final DiscoveryTiming FAST = new DiscoveryTiming(
            Duration.ofMillis(200), Duration.ofMillis(1_500), Duration.ofSeconds(5), Duration.ofMinutes(2));
    private static final SecureRandom RANDOM = new SecureRandom();

    final Identity identity = Identity.generate(RANDOM);
    final List<Network> networks = new CopyOnWriteArrayList<>();
    final AtomicInteger freeCpus = new AtomicInteger(4);
    final PeerConnections connections;
    final BootstrapDiscovery discovery;
    final PeerServer server;

    DiscoveryPeer() {
        this(InstantSource.system());
    }

    DiscoveryPeer(InstantSource time) {
        var memberships = new Memberships(() -> networks);
        var loopback = InetAddress.ofLiteral("127.0.0.1");
        connections = new PeerConnections(identity, memberships, time);
        var port = new AtomicInteger();
        discovery = BootstrapDiscovery.start(
                identity, connections, this::offer, new LocalEndpoints(List.of(loopback), port::get), FAST, time);
        server = PeerServer.start(
                identity, memberships, List.of(new InetSocketAddress(loopback, 0)), List.of(discovery.service()), time);
        port.set(server.port());
    }

    static Network network(String name, Endpoint... bootstrap) {
        return Network.create(name, List.of(bootstrap), Instant.ofEpochSecond(1_790_000_000), RANDOM);
    }

    static Network withBootstrap(Network network, Endpoint... bootstrap) {
        return new Network(network.id(), network.name(), network.key(), List.of(bootstrap), network.createdAt(), false);
    }

    DiscoveryPeer join(Network network) {
        networks.add(network);
        discovery.join(network);
        return this;
    }

    void leave(Network network) {
        discovery.leave(network.id());
        networks.removeIf(joined -> joined.id().equals(network.id()));
    }

    private Offer offer() {
        return new Offer(
                "0.1.0-test",
                true,
                new Resources(4, 8L << 30, 1L << 30),
                new Resources(freeCpus.get(), 4L << 30, 1L << 30),
                List.of("bash", "python"),
                List.of(new ImageDigest("sha256:" + "0f".repeat(32))),
                0);
    }

    PeerId id() {
        return identity.peerId();
    }

    Endpoint endpoint() {
        return Endpoint.of("127.0.0.1", server.port());
    }

    List<PeerId> upIn(NetworkId network) {
        return discovery.members(network).stream()
                .filter(member -> member.up() && !member.self())
                .map(Member::peerId)
                .toList();
    }

    List<PeerId> knownIn(NetworkId network) {
        return discovery.members(network).stream()
                .filter(member -> !member.self())
                .map(Member::peerId)
                .toList();
    }

    /** Without a farewell, as kill -9 does. */
    void vanish() {
        server.close();
        connections.close();
    }

    @Override
    public void close() {
        discovery.close();
        connections.close();
        server.close();
    }
}
