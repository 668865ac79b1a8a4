package io.omerta.daemon;

import io.omerta.console.DidYouMean;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.CreatorKey;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.InvitationLink;
import io.omerta.core.network.JoinLink;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkStore;
import io.omerta.core.network.RetiredKey;
import io.omerta.core.reputation.Reputation;
import io.omerta.core.store.Reputations;
import io.omerta.local.DaemonNetworks;
import io.omerta.network.discovery.ClockProblem;
import io.omerta.network.discovery.Discovery;
import io.omerta.network.discovery.LocalEndpoints;
import io.omerta.network.discovery.Member;
import io.omerta.network.membership.BootstrapChecks;
import io.omerta.network.membership.InvitationRedemption;
import io.omerta.network.membership.KeyKeeper;
import io.omerta.network.transport.PeerConnections;
import io.omerta.proto.local.LeaveNetworkResponse;
import io.omerta.proto.local.NetworkDetail;
import io.omerta.proto.local.Peer;
import io.omerta.proto.local.RotateNetworkRequest;
import io.omerta.proto.local.RotateNetworkResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** The networks that this machine is in, and who else is. Safe for use by several threads. */
final class NetworkOperations implements DaemonNetworks {
    /** For the first member to answer, so that whoever joins sees whether it worked. */
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(3);

    /** Where nobody has answered for so long, something may be wrong with the bootstrap peers. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    /** So long after the first member the others, who are mostly as quick, are not waited for any more. */
    private static final Duration OTHERS = Duration.ofMillis(150);

    private static final Duration GLANCE = Duration.ofMillis(20);

    private final NetworkStore store;
    private final Discovery discovery;
    private final PeerConnections connections;
    private final KeyKeeper keys;
    private final LocalEndpoints endpoints;
    private final Identity identity;
    private final Reputations reputations;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    NetworkOperations(
            NetworkStore store,
            Discovery discovery,
            PeerConnections connections,
            KeyKeeper keys,
            LocalEndpoints endpoints,
            Identity identity,
            Reputations reputations,
            Clock clock) {
        this.store = store;
        this.discovery = discovery;
        this.connections = connections;
        this.keys = keys;
        this.endpoints = endpoints;
        this.identity = identity;
        this.reputations = reputations;
        this.clock = clock;
    }

    @Override
    public NetworkDetail create(String name) {
        try {
            Network network = Network.create(name, ownEndpoints(), clock.instant(), random)
                    .withCreatorKey(CreatorKey.of(identity));
            store.add(network);
            discovery.join(network);
            return detail(network);
        } catch (IllegalArgumentException e) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not create the network: " + e.getMessage(),
                    "omerta network create --name \"My Team\"",
                    e);
        }
    }

    @Override
    public NetworkDetail join(String joinKey) {
        Network network = link(joinKey).toNetwork();
        store.add(network);
        discovery.join(network);
        if (awaitFirst(network, Member::up, SILENCE)) {
            return detail(network, known(network));
        }
        try (BootstrapChecks checks = BootstrapChecks.start(connections, network)) {
            boolean found = awaitFirst(network, Member::up, FIRST_ANSWER.minus(SILENCE));
            List<String> problems = found ? List.of() : checks.problems();
            return detail(network, known(network)).toBuilder()
                    .addAllProblems(problems)
                    .build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return detail(network, known(network));
        }
    }

    private JoinLink link(String text) {
        if (!InvitationLink.is(text)) {
            return JoinLink.parse(text);
        }
        try {
            return new InvitationRedemption(connections).redeem(InvitationLink.parse(text), clock.instant());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OmertaException(ErrorCode.TIMED_OUT, "could not join with the invitation: broken off", "", e);
        }
    }

    @Override
    public List<NetworkDetail> list() {
        return store.list().stream().map(this::detail).toList();
    }

    @Override
    public NetworkDetail show(String reference) {
        return detail(resolve(reference));
    }

    @Override
    public synchronized LeaveNetworkResponse leave(String reference) {
        Network network = resolve(reference);
        leaveOverlays(network);
        store.remove(network.id());
        return LeaveNetworkResponse.newBuilder()
                .setId(network.id().hex())
                .setName(network.name())
                .build();
    }

    @Override
    public NetworkDetail rename(String reference, String name) {
        Network network = resolve(reference);
        try {
            return detail(store.change(network.id(), now -> now.withName(name)));
        } catch (IllegalArgumentException e) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not rename the network: " + e.getMessage(),
                    "omerta network rename \"" + network.name() + "\" \"My Team\"",
                    e);
        }
    }

    @Override
    public synchronized NetworkDetail pause(String reference) {
        Network network = resolve(reference);
        // Farewells first: they need the proof of membership that a paused network does not give.
        leaveOverlays(network);
        try {
            return detail(store.change(network.id(), now -> now.withPaused(true)));
        } catch (RuntimeException e) {
            if (!network.paused()) {
                joinOverlays(network);
            }
            throw e;
        }
    }

    @Override
    public synchronized NetworkDetail resume(String reference) {
        Network network = store.change(resolve(reference).id(), now -> now.withPaused(false));
        joinOverlays(network);
        boolean _ = awaitFirst(network, Member::up, FIRST_ANSWER);
        return detail(network, known(network));
    }

    private void joinOverlays(Network network) {
        discovery.join(network);
        network.graced().forEach(discovery::join);
    }

    private void leaveOverlays(Network network) {
        discovery.pause(network.id());
        network.graced().forEach(old -> discovery.leave(old.id()));
    }

    @Override
    public synchronized RotateNetworkResponse rotate(RotateNetworkRequest request) {
        Network network = resolveActive(request.getNetwork());
        requireCreator(network);
        Set<PeerId> known = new TreeSet<>(network.history().roll());
        others(network).forEach(member -> known.add(member.peerId()));
        Set<PeerId> excluded = new TreeSet<>();
        PeerReference peers = new PeerReference(known, "omerta peers");
        request.getExcludeList().forEach(peer -> excluded.add(peers.resolve(peer)));
        known.removeAll(excluded);
        keys.requireRoom(network, known);
        Network now = request.getDryRun()
                ? network
                : keys.rotate(network, known, Duration.ofMillis(Math.max(0, request.getGraceMs())));
        return RotateNetworkResponse.newBuilder()
                .setNetwork(detail(now))
                .addAllMembers(known.stream().map(PeerId::text).toList())
                .addAllExcluded(excluded.stream().map(PeerId::text).toList())
                .build();
    }

    private void requireCreator(Network network) {
        Optional<PeerId> creator = network.creatorKey().map(CreatorKey::peerId);
        if (creator.isEmpty()) {
            throw new OmertaException(
                    ErrorCode.NOT_PERMITTED,
                    "could not rotate the key of \"" + network.name()
                            + "\": the key it was joined with does not say who" + " created it",
                    "omerta network create --name \"My Team\"");
        }
        if (!network.creator() || !creator.get().equals(identity.peerId())) {
            throw new OmertaException(
                    ErrorCode.NOT_PERMITTED,
                    "could not rotate the key of \"" + network.name() + "\": only the machine that created it can, "
                            + creator.get().name(),
                    "on that machine: omerta network rotate "
                            + network.id().hex().substring(0, 8));
        }
    }

    @Override
    public List<Peer> peers(String reference) {
        List<Network> asked = reference.isEmpty() ? all() : List.of(resolve(reference));
        Instant now = clock.instant();
        Map<PeerId, Reputation> known = reputations.all(now);
        return asked.stream()
                .flatMap(one -> others(one).stream().map(member -> {
                    Reputation reputation = known.getOrDefault(member.peerId(), Reputation.UNKNOWN);
                    return PeerViews.of(member, one, reputation.score(), now);
                }))
                .toList();
    }

    /**
     * As {@link #resolve}, for something that takes part in the network.
     *
     * @throws OmertaException {@code NOT_PERMITTED} if it is paused
     */
    Network resolveActive(String reference) {
        Network network = resolve(reference);
        if (network.paused()) {
            throw new OmertaException(
                    ErrorCode.NOT_PERMITTED,
                    "could not use the network \"" + network.name() + "\": it is paused on this machine",
                    "omerta network resume " + network.id().hex().substring(0, 8));
        }
        return network;
    }

    /** @param reference as the user typed it; empty for the only network there is */
    Network resolve(String reference) {
        try {
            return store.resolve(reference);
        } catch (OmertaException e) {
            List<String> names = store.list().stream().map(Network::name).toList();
            String suffix = DidYouMean.suffix(reference, names);
            if (e.code() != ErrorCode.NOT_FOUND || suffix.isEmpty()) {
                throw e;
            }
            throw new OmertaException(e.code(), e.getMessage() + suffix, e.hint(), e);
        }
    }

    List<Network> all() {
        return store.list();
    }

    /** Without this machine; those that were not heard from lately are asked. */
    List<Member> others(Network network) {
        return withoutThis(discovery.members(network.id()));
    }

    /** As {@link #others}, with nobody asked. */
    private List<Member> known(Network network) {
        return withoutThis(discovery.known(network.id()));
    }

    private static List<Member> withoutThis(List<Member> members) {
        return members.stream().filter(member -> !member.self()).toList();
    }

    /** Waits a moment for another machine that lends; false if there is none. */
    boolean anotherLends(Network network) {
        return awaitFirst(
                network, member -> member.up() && member.announcement().offer().lending(), FIRST_ANSWER);
    }

    /** Looks for members unless one that is wanted is known; it is as soon as it has answered, the others or not. */
    private boolean awaitFirst(Network network, Predicate<Member> wanted, Duration atMost) {
        boolean found = known(network).stream().anyMatch(wanted);
        if (found) {
            return true;
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        CompletableFuture<List<Member>> look = look(network);
        while (!found && System.nanoTime() < deadline) {
            LockSupport.parkNanos(GLANCE.toNanos());
            look = look.isDone() ? look(network) : look;
            found = known(network).stream().anyMatch(wanted);
        }
        if (found) {
            var _ = look.completeOnTimeout(List.of(), OTHERS.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
        return found;
    }

    private CompletableFuture<List<Member>> look(Network network) {
        return CompletableFuture.supplyAsync(
                () -> others(network), task -> Thread.ofVirtual().name("look").start(task));
    }

    private List<Endpoint> ownEndpoints() {
        return endpoints.list().stream()
                .map(endpoint -> endpoint.withPeer(identity.peerId()))
                .toList();
    }

    private NetworkDetail detail(Network network) {
        return detail(network, others(network));
    }

    private NetworkDetail detail(Network network, List<Member> others) {
        // The creator's address may have changed since.
        List<Endpoint> bootstrap = network.creator() ? ownEndpoints() : network.bootstrapPeers();
        JoinLink link = network.withBootstrapPeers(bootstrap).joinLink();
        NetworkDetail.Builder detail = NetworkDetail.newBuilder();
        if (!network.history().retired().isEmpty()) {
            RetiredKey last = network.history().retired().getLast();
            detail.setRotatedUnixMs(last.rotatedAt().toEpochMilli())
                    .setRotatedBy(last.by().text())
                    .setGraceEndsUnixMs(last.grace()
                            .map(grace -> grace.rotation().graceEndsAt().toEpochMilli())
                            .orElse(0L));
        }
        return detail.setId(network.id().hex())
                .setName(network.name())
                .setJoinKey(link.format())
                .addAllBootstrapPeers(bootstrap.stream().map(Endpoint::toString).toList())
                .setCreatedUnixMs(network.createdAt().toEpochMilli())
                .setCreator(network.creator())
                .setPeers(others.size())
                .setPeersUp((int) others.stream().filter(Member::up).count())
                .setPaused(network.paused())
                .setClockProblem(discovery
                        .clockProblem(network.id())
                        .map(ClockProblem::sentence)
                        .orElse(""))
                .build();
    }
}
