package io.omerta.network.membership;

import io.grpc.BindableService;
import io.grpc.StatusException;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import io.omerta.core.network.NetworkKey;
import io.omerta.core.network.NetworkStore;
import io.omerta.core.network.RetiredKey;
import io.omerta.core.network.Rotation;
import io.omerta.network.discovery.Discovery;
import io.omerta.network.discovery.Member;
import io.omerta.network.transport.PeerConnections;
import io.omerta.proto.peer.KeyChangedRequest;
import io.omerta.proto.peer.MembershipGrpc;
import io.omerta.proto.peer.NextKeyRequest;
import io.omerta.proto.peer.NextKeyResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the keys of this machine's networks: rotates them, follows rotations, hands them on, and wipes old keys.
 *
 * <p>A new key is handed over in one way only: a peer asks for it ({@code NextKey}), over TLS that proves its id, with a proof
 * that it knows the old key; it gets it if the creator's rotation names it. Whoever has followed keeps the old overlay for
 * the grace period, looks out for peers that come back with the old key, and tells them to ask.
 *
 * <p>One thread looks around, virtual threads make the calls; nobody holds this object's lock during I/O with others.
 */
public final class KeyKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyKeeper.class);
    private static final Duration CALL = Duration.ofSeconds(10);

    /**
     * What each of 1,000 members says of itself, from three who keep it, is 90 bytes a second then. It is kept for two hours: of
     * so many nobody is missed who was there for two hours.
     */
    private static final Duration ROLL_CALL_EACH = Duration.ofSeconds(14);

    private static final int FEW = 20;
    /** Not one alone: it may lie, or be behind itself. */
    private static final int SOME = 3;

    private final PeerId self;
    private final Identity identity;
    private final NetworkStore store;
    private final Discovery discovery;
    private final PeerConnections connections;
    private final InstantSource time;
    private final KeyPace pace;
    private final SecureRandom random = new SecureRandom();
    private final ExecutorService calls = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("key-call-", 0).factory());
    private final Thread looker = Thread.ofVirtual().name("key-keeper").unstarted(this::lookAround);

    private final Turns turns = new Turns();
    private final Semaphore lookNow = new Semaphore(0);
    private volatile boolean closed;

    /** What a peer gets that asks for it. */
    record NextKey(Rotation rotation, NetworkKey key) {}

    public KeyKeeper(
            Identity identity,
            NetworkStore store,
            Discovery discovery,
            PeerConnections connections,
            InstantSource time,
            KeyPace pace) {
        this.self = identity.peerId();
        this.identity = identity;
        this.store = store;
        this.discovery = discovery;
        this.connections = connections;
        this.time = time;
        this.pace = pace;
    }

    /** Answers others; for {@link io.omerta.network.transport.PeerServer}. */
    public BindableService service() {
        return new MembershipService(this);
    }

    /** Begins to look around, once the networks have been joined. */
    public void start() {
        looker.start();
    }

    /**
     * A new key for a network that this machine created.
     *
     * @param members who gets it; this machine does in any case
     * @return the network as it is now; that is on disk
     * @throws OmertaException {@code EXHAUSTED} for more than a rotation can name
     */
    public Network rotate(Network network, Set<PeerId> members, Duration grace) {
        requireRoom(network, members);
        NetworkKey next = NetworkKey.random(random);
        Set<PeerId> all = new HashSet<>(members);
        all.add(self);
        Instant now = time.instant();
        Rotation rotation = Rotation.sign(
                identity, network.id(), next.id(), all.stream().sorted().toList(), now, now.plus(grace));
        return take(network.id(), rotation, next);
    }

    /**
     * @param members who would get the key, beside this machine
     * @throws OmertaException {@code EXHAUSTED} for more than a rotation can name
     */
    public void requireRoom(Network network, Set<PeerId> members) {
        int count = members.contains(self) ? members.size() : members.size() + 1;
        if (count > Rotation.MAX_MEMBERS) {
            throw new OmertaException(
                    ErrorCode.EXHAUSTED,
                    String.format(
                            Locale.ROOT,
                            "could not rotate the key of \"%s\": it has %,d members, and a rotation names %,d at most",
                            network.name(),
                            count,
                            Rotation.MAX_MEMBERS),
                    "leave some out, who are asked to join again: omerta network rotate "
                            + network.id().hex().substring(0, 8) + " --exclude PEER");
        }
    }

    /** Written first; then the new overlay is joined, and the others are told. */
    private Network take(NetworkId from, Rotation rotation, NetworkKey next) {
        Network now = store.change(from, network -> network.rotated(rotation, next));
        if (!now.paused()) {
            discovery.join(now);
        }
        turns.wake();
        lookNow.release();
        return now;
    }

    /** For a peer that has proven to know the key of that network. */
    Optional<NextKey> nextKey(NetworkId from, PeerId peer) {
        for (Network network : store.active()) {
            for (RetiredKey retired : network.history().retired()) {
                Optional<Rotation> rotation = retired.grace()
                        .map(RetiredKey.Grace::rotation)
                        .filter(leading -> leading.from().equals(from))
                        .filter(leading -> leading.isFor(peer) && time.instant().isBefore(leading.graceEndsAt()));
                if (rotation.isPresent()) {
                    return keyOf(network, rotation.get().to()).map(key -> new NextKey(rotation.get(), key));
                }
            }
        }
        return Optional.empty();
    }

    /** Rotations may have followed each other: each peer goes through all of them. */
    private static Optional<NetworkKey> keyOf(Network network, NetworkId id) {
        if (network.id().equals(id)) {
            return Optional.of(network.key());
        }
        return network.graced().stream()
                .filter(known -> known.id().equals(id))
                .map(Network::key)
                .findFirst();
    }

    /** A member says so: it is asked, if it can be reached. */
    void keyMayHaveChanged(NetworkId network, PeerId who) {
        discovery.members(network).stream()
                .filter(member -> member.peerId().equals(who) && isReachable(member))
                .filter(_ -> turns.isTime(new Turns.Turn.Fetch(network, who), pace.look()))
                .findFirst()
                .ifPresent(member -> call(() -> fetch(network, member)));
    }

    private void fetch(NetworkId from, Member member) throws StatusException, InterruptedException {
        NextKeyResponse response = stub(from, member).nextKey(NextKeyRequest.getDefaultInstance());
        if (response.getRotation().isEmpty()) {
            return;
        }
        try {
            Rotation rotation = Rotation.parse(response.getRotation());
            NetworkKey next = NetworkKey.ofBytes(response.getNetworkKey().toByteArray());
            follow(from, rotation, next, member.peerId());
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "{} offered a key for network {} that is none: {}",
                    member.peerId().name(),
                    from,
                    e.getMessage());
        }
    }

    private synchronized void follow(NetworkId from, Rotation rotation, NetworkKey next, PeerId by) {
        Optional<Network> network = store.find(from);
        if (network.isEmpty()) {
            return;
        }
        if (!network.get().accepts(rotation, next) || !rotation.isFor(self)) {
            LOG.warn("{} offered a key for network {} that its creator did not sign for this machine", by.name(), from);
            return;
        }
        take(from, rotation, next);
        LOG.info("network {} has a new key and is {} now; from {}", from, next.id(), by.name());
    }

    private void lookAround() {
        try {
            while (awaitLook()) {
                step(this::wipe);
                step(this::callTheRoll);
                step(this::tellThoseBehind);
                step(this::askWhetherThereIsANextKey);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void step(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            // A full disk, say: the next look tries again.
            LOG.error("the keys of networks: a step failed", e);
        }
    }

    private boolean awaitLook() throws InterruptedException {
        boolean _ = lookNow.tryAcquire(pace.look().toMillis(), TimeUnit.MILLISECONDS);
        lookNow.drainPermits();
        return !closed;
    }

    private void wipe() {
        Instant now = time.instant();
        for (Network network : store.list()) {
            Set<NetworkId> before = ids(network.graced());
            before.removeAll(ids(network.wipedAt(now).graced()));
            if (!before.isEmpty()) {
                store.change(network.id(), known -> known.wipedAt(now));
                before.forEach(discovery::leave);
            }
        }
    }

    private static Set<NetworkId> ids(List<Network> networks) {
        return networks.stream().map(Network::id).collect(Collectors.toCollection(HashSet::new));
    }

    /** The creator's machine writes down whom it sees: they are the ones that get the next key. */
    private void callTheRoll() {
        for (Network network : store.active()) {
            if (network.creator()) {
                List<PeerId> seen =
                        others(network.id()).stream().map(Member::peerId).toList();
                store.change(network.id(), known -> known.withSeen(seen));
            }
        }
    }

    private void tellThoseBehind() {
        for (Network network : store.active()) {
            for (RetiredKey retired : network.history().retired()) {
                retired.grace().ifPresent(grace -> tellThoseBehind(grace.rotation()));
            }
        }
    }

    private void tellThoseBehind(Rotation rotation) {
        Set<PeerId> members = new HashSet<>(rotation.members());
        Set<PeerId> there = others(rotation.to()).stream().map(Member::peerId).collect(Collectors.toSet());
        others(rotation.from()).stream()
                .filter(KeyKeeper::isReachable)
                .filter(member -> members.contains(member.peerId()) && !there.contains(member.peerId()))
                .filter(member -> turns.isTime(new Turns.Turn.Tell(rotation.from(), member.peerId()), pace.tellAgain()))
                .forEach(member ->
                        call(() -> stub(rotation.from(), member).keyChanged(KeyChangedRequest.getDefaultInstance())));
    }

    private void askWhetherThereIsANextKey() {
        for (Network network : store.active()) {
            Turns.Turn ask = new Turns.Turn.Ask(network.id());
            boolean due = network.creatorKey().isPresent() && !network.creator() && turns.isDue(ask);
            List<Member> some = due ? toAsk(network.id()) : List.of();
            Duration pause = turns.isFirst(network.id()) ? pace.look() : pace.askAgainAmong(some.size());
            if (!some.isEmpty() && turns.isTime(ask, pause)) {
                Member one = some.get(ThreadLocalRandom.current().nextInt(some.size()));
                call(() -> fetch(network.id(), one));
            }
        }
    }

    /**
     * Whoever may be there: who is not does not answer, and another one is asked the next time. When something has changed, who is
     * there: some suffice, and nobody is looked for while they are known.
     */
    private List<Member> toAsk(NetworkId network) {
        List<Member> known = discovery.known(network).stream()
                .filter(member -> !member.self() && !member.endpoints().isEmpty())
                .toList();
        if (!turns.isAwake()) {
            return known;
        }
        List<Member> there = known.stream().filter(KeyKeeper::isReachable).toList();
        return there.size() >= SOME
                ? there
                : others(network).stream().filter(KeyKeeper::isReachable).toList();
    }

    /**
     * To look for everybody and to ask whether they are there costs more than all the rest: done for a while when something has
     * changed, then the more rarely the more there are.
     */
    private List<Member> others(NetworkId network) {
        List<Member> known = discovery.known(network);
        Duration rollCall = ROLL_CALL_EACH.multipliedBy(Math.max(FEW, known.size()));
        boolean ask = turns.isAwake() || turns.isTime(new Turns.Turn.Roll(network), rollCall);
        List<Member> members = ask ? discovery.members(network) : known;
        return members.stream().filter(member -> !member.self()).toList();
    }

    private static boolean isReachable(Member member) {
        return member.up() && !member.endpoints().isEmpty();
    }

    private MembershipGrpc.MembershipBlockingV2Stub stub(NetworkId network, Member member) {
        return MembershipGrpc.newBlockingV2Stub(connections.to(member.peerId(), member.endpoints(), network))
                .withDeadlineAfter(CALL);
    }

    private interface Call {
        void make() throws StatusException, InterruptedException;
    }

    private void call(Call call) {
        try {
            calls.execute(() -> {
                try {
                    call.make();
                } catch (StatusException | RuntimeException e) {
                    LOG.debug("a question about a key was not answered: {}", e.toString());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("nobody is asked about keys any more");
        }
    }

    /** Idempotent. */
    @Override
    public void close() {
        closed = true;
        looker.interrupt();
        calls.shutdownNow();
    }
}
