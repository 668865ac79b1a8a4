package io.omerta.daemon;

import io.grpc.BindableService;
import io.omerta.consumer.dns.NameResolver;
import io.omerta.consumer.hub.VpnHub;
import io.omerta.consumer.job.DiscoveredProviders;
import io.omerta.consumer.job.JobSubmissions;
import io.omerta.consumer.job.JobTimings;
import io.omerta.consumer.job.Requester;
import io.omerta.core.config.Configuration;
import io.omerta.core.config.OmertaHome;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.Identity;
import io.omerta.core.network.CreatorKey;
import io.omerta.core.network.Invitation;
import io.omerta.core.network.InvitationStore;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkStore;
import io.omerta.core.store.JobStore;
import io.omerta.local.LocalServer;
import io.omerta.network.dht.DhtSettings;
import io.omerta.network.dht.socket.DhtSocket;
import io.omerta.network.discovery.DhtDiscovery;
import io.omerta.network.discovery.DiscoveryTiming;
import io.omerta.network.discovery.LocalEndpoints;
import io.omerta.network.discovery.PeersFile;
import io.omerta.network.membership.InvitationService;
import io.omerta.network.membership.KeyKeeper;
import io.omerta.network.membership.KeyPace;
import io.omerta.network.neighbourhood.OwnNetworks;
import io.omerta.network.path.DirectPaths;
import io.omerta.network.transport.Memberships;
import io.omerta.network.transport.PeerConnections;
import io.omerta.network.transport.PeerServer;
import io.omerta.vm.image.ImageFolder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a daemon consists of, and in which order it comes and goes.
 *
 * <p>One daemon is both a provider, which runs jobs of others in virtual machines ({@link Lender}), and a requester, which
 * runs its own user's jobs elsewhere ({@link JobSubmissions}, with the tunnels of their VMs in {@link VpnHub}). Other daemons
 * reach it through {@link PeerServer}, the {@code omerta} command through {@link LocalServer}.
 */
final class Daemon implements AutoCloseable {
    private final Closing closing;
    private final int port;

    private Daemon(Closing closing, int port) {
        this.closing = closing;
        this.port = port;
    }

    /**
     * Starts everything; the caller holds the lock of the home.
     *
     * @param stop what the user calls by {@code omertad stop}
     * @throws OmertaException when a part cannot be started; nothing of it is left then
     */
    static Daemon start(OmertaHome home, Configuration configuration, Runnable stop) {
        Closing closing = new Closing();
        try {
            return start(home, configuration, stop, closing);
        } catch (Throwable e) {
            closing.close();
            throw e;
        }
    }

    private static Daemon start(OmertaHome home, Configuration configuration, Runnable stop, Closing closing) {
        Clock clock = Clock.systemUTC();

        // Who we are, which networks we are in, what jobs there were.
        Identity identity = Identity.loadOrCreate(home.identity());
        NetworkStore networks = NetworkStore.open(home.networks());
        signedFor(networks, identity);
        InvitationStore invitations = InvitationStore.open(home.invitations());
        JobStore jobs = closing.add(JobStore.open(home.database(), identity.peerId()));
        Memberships memberships = new Memberships(
                networks::active,
                () -> invitations.list().stream().map(Invitation::secret).toList());
        PeerConnections connections = closing.add(new PeerConnections(identity, memberships, clock));

        // Direct UDP for the tunnels of VMs, here and elsewhere; its port is opened for the first of them.
        InetAddress bound = address(configuration.bind());
        DirectPaths paths = closing.add(paths(configuration.paths(), bound));

        // Lending: jobs of others in VMs here. The image and the hypervisor are examined in the background.
        Lender lender = closing.add(Lender.start(home, configuration, identity.peerId(), jobs, paths, clock));

        // Other peers: who they are, and the server that they talk to.
        AtomicInteger port = new AtomicInteger();
        LocalEndpoints endpoints = new LocalEndpoints(List.of(bound), port::get);
        DhtSocket datagrams = closing.add(OverlaySocket.open(bound, configuration.port(), configuration.multicast()));
        DhtDiscovery discovery = closing.add(DhtDiscovery.start(
                identity,
                datagrams,
                lender::offer,
                endpoints,
                PeersFile.open(home.peers()),
                DiscoveryTiming.DEFAULT,
                DhtSettings.of(configuration.dht().k(), configuration.dht().alpha()),
                clock));
        KeyKeeper keys =
                closing.add(new KeyKeeper(identity, networks, discovery, connections, clock, KeyPace.STANDARD));
        InvitationOperations invitationOperations =
                new InvitationOperations(invitations, networks, endpoints, identity, clock);
        List<BindableService> services =
                List.of(lender.service(), keys.service(), new InvitationService(invitationOperations));
        PeerServer peers = closing.add(
                listen(identity, memberships, new InetSocketAddress(bound, datagrams.port()), services, clock));
        port.set(peers.port());
        networks.active().forEach(discovery::join);
        networks.graced().forEach(discovery::join);
        keys.start();
        lender.onChange(discovery::refresh);
        // Closed before the server, through which others are told: their jobs end, and this peer leaves.
        closing.add(lender);
        closing.add(discovery);

        // Borrowing: jobs of our own user, and the tunnels of their VMs.
        VpnHub hub = closing.add(
                VpnHub.start(configuration.hubRange(), new OwnNetworks(), NameResolver.SYSTEM, clock.instant()));
        JobSubmissions submissions = JobSubmissions.start(new Requester(
                home,
                identity,
                jobs.requested(),
                jobs.reputations(),
                hub,
                connections,
                paths,
                new DiscoveredProviders(
                        discovery, id -> networks.current(id).map(Network::id).orElse(id)),
                JobTimings.STANDARD,
                clock));
        closing.add(submissions);

        // The local user.
        NetworkOperations networkOperations = new NetworkOperations(
                networks, discovery, connections, keys, endpoints, identity, jobs.reputations(), clock);
        JobOperations jobOperations = new JobOperations(
                networkOperations, jobs.requested(), submissions, lender, new ImageFolder(home.images()));
        LentJobOperations lentJobOperations = new LentJobOperations(networkOperations, jobs.lent(), lender.provider());
        ReputationOperations reputations = new ReputationOperations(networkOperations, jobs.reputations(), clock);
        StatusReport status =
                new StatusReport(home, identity, peers.port(), lender, networkOperations, submissions, clock);
        closing.add(LocalServer.start(
                home.socket(),
                new LocalOperations(
                        status,
                        networkOperations,
                        invitationOperations,
                        jobOperations,
                        lentJobOperations,
                        reputations,
                        stop)));
        // Closed first: whoever follows a job here is told its end.
        closing.add(submissions);
        return new Daemon(closing, peers.port());
    }

    /** Networks created by an earlier version do not say by whom. */
    private static void signedFor(NetworkStore networks, Identity identity) {
        for (Network network : networks.list()) {
            if (network.creator() && network.creatorKey().isEmpty()) {
                networks.change(network.id(), now -> now.withCreatorKey(CreatorKey.of(identity)));
            }
        }
    }

    private static DirectPaths paths(Configuration.Paths settings, InetAddress bound) {
        return settings.direct()
                ? DirectPaths.at(new InetSocketAddress(bound, settings.port()))
                : DirectPaths.forbidden();
    }

    private static PeerServer listen(
            Identity identity,
            Memberships memberships,
            InetSocketAddress address,
            List<BindableService> services,
            Clock clock) {
        try {
            return PeerServer.start(identity, memberships, List.of(address), services, clock);
        } catch (OmertaException e) {
            throw FreePort.suggest(e, address.getAddress(), address.getPort());
        }
    }

    private static InetAddress address(String bind) {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not listen on \"" + bind + "\": no such address",
                    "set \"bind\" in config.json to 0.0.0.0",
                    e);
        }
    }

    /** Where other peers reach it. */
    int port() {
        return port;
    }

    /** Ends all jobs, here and elsewhere, and stops; takes some seconds. */
    @Override
    public void close() {
        closing.close();
    }
}
