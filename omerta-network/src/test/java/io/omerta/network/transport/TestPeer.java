package io.omerta.network.transport;

import io.grpc.BindableService;
import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.proto.peer.LendingGrpc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A peer on the loopback interface, with a server and connections of its own. */
final class TestPeer implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    final Identity identity = Identity.generate(RANDOM);
    final List<Network> networks = new CopyOnWriteArrayList<>();
    final Memberships memberships = new Memberships(() -> networks);
    final PeerServer server;
    final PeerConnections connections;

    TestPeer(List<BindableService> services, InstantSource time, Network... in) {
        networks.addAll(List.of(in));
        server = PeerServer.start(identity, memberships, List.of(loopback(0)), services, time);
        connections = new PeerConnections(identity, memberships, time);
    }

    TestPeer(BindableService service, Network... in) {
        this(List.of(service), InstantSource.system(), in);
    }

    TestPeer(Network... in) {
        this(List.of(), InstantSource.system(), in);
    }

    static Network network(String name) {
        return Network.create(name, List.of(), Instant.ofEpochSecond(1_790_000_000), RANDOM);
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    PeerId id() {
        return identity.peerId();
    }

    Endpoint endpoint() {
        return Endpoint.of("127.0.0.1", server.port());
    }

    LendingGrpc.LendingBlockingV2Stub lending(TestPeer other, Network network) {
        return LendingGrpc.newBlockingV2Stub(connections.to(other.id(), List.of(other.endpoint()), network.id()));
    }

    @Override
    public void close() {
        connections.close();
        server.close();
    }
}
