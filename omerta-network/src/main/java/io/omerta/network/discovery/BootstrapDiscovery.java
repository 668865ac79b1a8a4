package io.omerta.network.discovery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.StatusException;
import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.transport.Caller;
import io.omerta.network.transport.PeerConnections;
import io.omerta.proto.peer.ExchangeRequest;
import io.omerta.proto.peer.ExchangeResponse;
import io.omerta.proto.peer.Signed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Discovery without a DHT: asks the bootstrap peers of a network and everybody it hears of, directly, again and again, and
 * answers those who ask. Good for networks of some hundred peers, since each asks each.
 *
 * <p>One thread decides when, virtual threads ask; the state is guarded by this object's lock, which nobody holds during I/O.
 */
public final class BootstrapDiscovery implements Discovery {
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final long LEAST_BETWEEN_REFRESHES = Duration.ofSeconds(1).toNanos();

    private final PeerId self;
    private final LocalEndpoints endpoints;
    private final OwnAnnouncements own;
    private final Exchanges exchanges;
    private final DiscoveryTiming timing;
    private final InstantSource time;
    private final DiscoveryThreads threads = new DiscoveryThreads();

    @GuardedBy("this")
    private final Map<NetworkId, NetworkView> views = new LinkedHashMap<>();

    @GuardedBy("this")
    private long lastRefresh = System.nanoTime() - LEAST_BETWEEN_REFRESHES;

    @GuardedBy("this")
    private boolean closed;

    private BootstrapDiscovery(
            Identity identity,
            PeerConnections connections,
            Supplier<Offer> offer,
            LocalEndpoints endpoints,
            DiscoveryTiming timing,
            InstantSource time) {
        this.self = identity.peerId();
        this.endpoints = endpoints;
        this.own = new OwnAnnouncements(identity, offer, endpoints, timing.announcementLifetime(), time);
        this.exchanges = new Exchanges(connections);
        this.timing = timing;
        this.time = time;
    }

    /**
     * Starts without any network; {@link #service} is to be added to the server, then networks joined.
     *
     * @param offer what this machine lends now; asked often, must be fast
     */
    public static BootstrapDiscovery start(
            Identity identity,
            PeerConnections connections,
            Supplier<Offer> offer,
            LocalEndpoints endpoints,
            DiscoveryTiming timing,
            InstantSource time) {
        var discovery = new BootstrapDiscovery(identity, connections, offer, endpoints, timing, time);
        discovery.threads.start(discovery::askThoseDue);
        return discovery;
    }

    /** Answers others; for {@link io.omerta.network.transport.PeerServer}. */
    public BindableService service() {
        return new DiscoveryService(this);
    }

    @Override
    public void join(Network network) {
        synchronized (this) {
            if (closed) {
                return;
            }
            views.computeIfAbsent(network.id(), id -> new NetworkView(self, network, timing, System.nanoTime()));
        }
        threads.wake();
    }

    @Override
    public void leave(NetworkId network) {
        NetworkView view;
        Instant left;
        synchronized (this) {
            view = views.remove(network);
            left = own.nextIssue();
        }
        if (view != null) {
            sayFarewell(List.of(view), left);
        }
    }

    @Override
    public List<Member> members(NetworkId network) {
        List<Member> members = new ArrayList<>();
        synchronized (this) {
            NetworkView view = views.get(network);
            if (view == null) {
                return List.of();
            }
            members.addAll(view.others(System.nanoTime()));
        }
        Announcement mine = own.at(own.nextIssue(), network, false);
        members.addFirst(
                new Member(mine, true, true, Optional.of(Duration.ZERO), Optional.of(Duration.ZERO), mine.endpoints()));
        return members;
    }

    @Override
    public void refresh() {
        synchronized (this) {
            long now = System.nanoTime();
            long at = lastRefresh + LEAST_BETWEEN_REFRESHES - now > 0 ? lastRefresh + LEAST_BETWEEN_REFRESHES : now;
            lastRefresh = at;
            views.values().forEach(view -> view.schedule().hurry(at));
        }
        threads.wake();
    }

    @Override
    public void close() {
        List<NetworkView> open;
        Instant left;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = List.copyOf(views.values());
            views.clear();
            left = own.nextIssue();
        }
        sayFarewell(open, left);
        threads.close();
    }

    /** @return nanoseconds until there is something to do again */
    private synchronized long askThoseDue() {
        long now = System.nanoTime();
        long next = Long.MAX_VALUE;
        for (NetworkView view : views.values()) {
            view.takeDue(now).forEach(target -> threads.run(() -> ask(view, target)));
            next = Math.min(next, view.schedule().untilNext(now).orElse(Long.MAX_VALUE));
        }
        return next;
    }

    private void ask(NetworkView view, Target target) {
        try {
            Optional<Instant> issued = issueWhileIn(view);
            if (issued.isEmpty()) {
                return;
            }
            Signed mine = own.signed(issued.get(), view.id(), false).signed();
            var where = endpointsOf(view, target);
            if (where.isEmpty()) {
                throw Status.NOT_FOUND.asException();
            }
            Exchanges.Answer answer = exchanges.ask(target, where, view.id(), mine, timing.answerWithin());
            endpoints.observe(answer.observedHost());
            synchronized (this) {
                view.answered(target, answer.peer(), answer.announcements(), answer.latency(), now());
            }
        } catch (StatusException | RuntimeException e) {
            DiscoveryLog.failed(target, e);
            synchronized (this) {
                view.failed(target, System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.wake();
    }

    /** Nothing that is said after leaving may look newer than the farewell; empty once left. */
    private synchronized Optional<Instant> issueWhileIn(NetworkView view) {
        return views.get(view.id()) == view ? Optional.of(own.nextIssue()) : Optional.empty();
    }

    private synchronized List<Endpoint> endpointsOf(NetworkView view, Target target) {
        return view.endpoints(target);
    }

    /** @throws InvalidMessageException if the caller announces what it may not */
    ExchangeResponse answer(Caller caller, ExchangeRequest request) throws InvalidMessageException {
        ExchangeResponse.Builder response = ExchangeResponse.newBuilder().setObservedHost(caller.host());
        Instant issued;
        synchronized (this) {
            NetworkView view = views.get(caller.network());
            if (view == null) {
                throw new InvalidMessageException("announcement.network_id", "not a network of this peer any more");
            }
            view.asked(request.getAnnouncement(), caller.peerId(), now());
            response.addAllAnnouncements(view.passOn(time.instant(), ThreadLocalRandom.current()));
            issued = own.nextIssue();
        }
        threads.wake();
        return response.addAnnouncements(
                        0, own.signed(issued, caller.network(), false).signed())
                .build();
    }

    private NetworkView.Moment now() {
        return new NetworkView.Moment(System.nanoTime(), time.instant());
    }

    private void sayFarewell(List<NetworkView> open, Instant left) {
        List<Runnable> farewells = new ArrayList<>();
        for (NetworkView view : open) {
            Signed leaving = own.signed(left, view.id(), true).signed();
            List<Member> others;
            synchronized (this) {
                others = view.others(System.nanoTime());
            }
            others.stream()
                    .filter(member -> member.up() && !member.endpoints().isEmpty())
                    .forEach(member -> farewells.add(() -> tell(view, member, leaving)));
        }
        threads.runAll(farewells, FAREWELL);
    }

    private void tell(NetworkView view, Member member, Signed leaving) {
        Target target = new Target.Known(member.peerId());
        try {
            exchanges.ask(target, member.endpoints(), view.id(), leaving, FAREWELL);
        } catch (StatusException | RuntimeException e) {
            DiscoveryLog.failed(target, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
