package io.omerta.network.membership;

import io.grpc.BindableService;
import io.grpc.StatusException;
import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import io.omerta.core.network.NetworkStore;
import io.omerta.network.transport.Memberships;
import io.omerta.network.transport.PeerConnections;
import io.omerta.network.transport.PeerServer;
import io.omerta.proto.peer.MembershipGrpc;
import io.omerta.proto.peer.NextKeyRequest;
import io.omerta.proto.peer.NextKeyResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** A peer on the loopback interface that keeps keys. */
final class KeyPeer implements AutoCloseable {
    private static final KeyPace FAST =
            new KeyPace(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofSeconds(60));

    final Identity identity;
    final NetworkStore store;
    final StandInDiscovery discovery = new StandInDiscovery();
    final PeerConnections connections;
    final KeyKeeper keeper;
    private final PeerServer server;

    KeyPeer(Identity identity, Path folder, InstantSource time, Network... networks) {
        this(identity, folder, time, KeyKeeper::service, networks);
    }

    /** @param service what it answers others in place of its keeper */
    KeyPeer(
            Identity identity,
            Path folder,
            InstantSource time,
            Function<KeyKeeper, BindableService> service,
            Network... networks) {
        this.identity = identity;
        store = NetworkStore.open(folder.resolve(identity.peerId() + ".json"));
        for (Network network : networks) {
            store.add(network);
            discovery.join(network);
        }
        Memberships memberships = new Memberships(store::active);
        connections = new PeerConnections(identity, memberships, InstantSource.system());
        keeper = new KeyKeeper(identity, store, discovery, connections, time, FAST);
        server = PeerServer.start(
                identity,
                memberships,
                List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)),
                List.of(service.apply(keeper)),
                InstantSource.system());
    }

    PeerId id() {
        return identity.peerId();
    }

    void sees(KeyPeer other, NetworkId network) {
        discovery.see(network, other.id(), other.endpoint());
    }

    /** What that peer answers to the question for the key after this one. */
    NextKeyResponse asks(KeyPeer other, NetworkId network) throws StatusException, InterruptedException {
        return MembershipGrpc.newBlockingV2Stub(connections.to(other.id(), List.of(other.endpoint()), network))
                .withDeadlineAfter(Duration.ofSeconds(10))
                .nextKey(NextKeyRequest.getDefaultInstance());
    }

    private Endpoint endpoint() {
        return Endpoint.of("127.0.0.1", server.port());
    }

    @Override
    public void close() {
        keeper.close();
        connections.close();
        server.close();
    }
}
