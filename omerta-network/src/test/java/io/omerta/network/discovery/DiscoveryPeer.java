package io.omerta.network.discovery;

import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.Resources;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import io.omerta.network.dht.DhtSettings;
import io.omerta.network.dht.socket.DhtSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Discovery of one peer on the loopback interface, as a daemon puts it together, with a faster pace. */
final class DiscoveryPeer implements AutoCloseable {
    static final DiscoveryTiming FAST = new DiscoveryTiming(
            Duration.ofHours(1),
            Duration.ofMinutes(25),
            Duration.ofMillis(1_500),
            Duration.ofMillis(200),
            Duration.ofMillis(100),
            Duration.ofMillis(700));
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A stand-in for the file. */
    static final class StandInMemory implements PeerMemory {
        private final Map<NetworkId, List<Endpoint>> peers = new ConcurrentHashMap<>();

        @Override
        public List<Endpoint> recall(NetworkId network) {
            return peers.getOrDefault(network, List.of());
        }

        @Override
        public void remember(NetworkId network, List<Endpoint> some) {
            peers.put(network, some);
        }

        @Override
        public void forget(NetworkId network) {
            peers.remove(network);
        }
    }

    final Identity identity;
    final AtomicInteger freeCpus = new AtomicInteger(4);
    final AtomicBoolean lending = new AtomicBoolean(true);
    final DhtDiscovery discovery;
    final DhtSocket socket;
    private final PeerMemory memory;

    DiscoveryPeer() {
        this(InstantSource.system());
    }

    DiscoveryPeer(InstantSource time) {
        this(Identity.generate(RANDOM), new StandInMemory(), time);
    }

    /** The same peer in another run. */
    DiscoveryPeer(DiscoveryPeer earlier) {
        this(earlier.identity, earlier.memory, InstantSource.system());
    }

    private DiscoveryPeer(Identity identity, PeerMemory memory, InstantSource time) {
        this.identity = identity;
        this.memory = memory;
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try {
            socket = DhtSocket.open(new InetSocketAddress(loopback, 0), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LocalEndpoints endpoints = new LocalEndpoints(List.of(loopback), socket::port);
        discovery =
                DhtDiscovery.start(identity, socket, this::offer, endpoints, memory, FAST, DhtSettings.DEFAULT, time);
    }

    static Network network(String name, Endpoint... bootstrap) {
        return Network.create(name, List.of(bootstrap), Instant.ofEpochSecond(1_790_000_000), RANDOM);
    }

    static Network withBootstrap(Network network, Endpoint... bootstrap) {
        return network.withBootstrapPeers(List.of(bootstrap));
    }

    DiscoveryPeer join(Network network) {
        discovery.join(network);
        return this;
    }

    void leave(Network network) {
        discovery.leave(network.id());
    }

    private Offer offer() {
        return new Offer(
                "0.1.0-test",
                lending.get(),
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
        return Endpoint.of("127.0.0.1", socket.port());
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

    /** As this peer knows it. */
    Member member(Network network, DiscoveryPeer other) {
        return discovery.members(network.id()).stream()
                .filter(member -> member.peerId().equals(other.id()))
                .findFirst()
                .orElseThrow();
    }

    /** Without a farewell, as kill -9 does. */
    void vanish() {
        socket.close();
    }

    @Override
    public void close() {
        discovery.close();
        socket.close();
    }
}
