package io.omerta.bench.idle;

import io.omerta.core.identity.Identity;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import io.omerta.core.network.NetworkStore;
import io.omerta.network.dht.DhtSettings;
import io.omerta.network.dht.socket.DhtSocket;
import io.omerta.network.discovery.DhtDiscovery;
import io.omerta.network.discovery.DiscoveryTiming;
import io.omerta.network.discovery.LocalEndpoints;
import io.omerta.network.discovery.Offer;
import io.omerta.network.discovery.PeerMemory;
import io.omerta.network.membership.KeyKeeper;
import io.omerta.network.membership.KeyPace;
import io.omerta.network.transport.Memberships;
import io.omerta.network.transport.PeerConnections;
import io.omerta.network.transport.PeerServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** What other members see of a daemon, put together as a daemon does it. Lives as long as this process. */
final class OtherMember {
    static final int PORT = 50_051;

    private final DhtDiscovery discovery;
    private final Endpoint endpoint;
    private volatile Offer offer;

    /**
     * Starts it.
     *
     * @param host its address
     * @param file where it keeps its networks; does not exist yet
     */
    OtherMember(String host, Network network, Offer offer, Path file, SecureRandom random) throws IOException {
        this.offer = offer;
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(host), PORT);
        InstantSource time = InstantSource.system();
        Identity identity = Identity.generate(random);
        NetworkStore store = NetworkStore.open(file);
        store.add(network);
        Memberships memberships = new Memberships(store::active);
        PeerConnections connections = new PeerConnections(identity, memberships, time);
        endpoint = Endpoint.of(host, PORT).withPeer(identity.peerId());
        discovery = DhtDiscovery.start(
                identity,
                DhtSocket.open(address, false),
                () -> this.offer,
                new LocalEndpoints(List.of(address.getAddress()), () -> PORT),
                new StandInMemory(),
                DiscoveryTiming.DEFAULT,
                DhtSettings.DEFAULT,
                time);
        KeyKeeper keys = new KeyKeeper(identity, store, discovery, connections, time, KeyPace.STANDARD);
        PeerServer _ = PeerServer.start(identity, memberships, List.of(address), List.of(keys.service()), time);
        discovery.join(network);
        keys.start();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** What it announces from now on has another version, so that it does so at once, and next after the usual time. */
    void announceNow() {
        offer = new Offer(
                offer.version() + "+1",
                offer.lending(),
                offer.capacity(),
                offer.available(),
                offer.languages(),
                offer.images(),
                offer.queuedJobs());
        discovery.refresh();
    }

    /** It has no earlier runs. */
    private static final class StandInMemory implements PeerMemory {
        @Override
        public List<Endpoint> recall(NetworkId network) {
            return List.of();
        }

        @Override
        public void remember(NetworkId network, List<Endpoint> peers) {}

        @Override
        public void forget(NetworkId network) {}
    }
}
