package io.omerta.network.discovery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.core.identity.Identity;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import io.omerta.network.dht.DhtSettings;
import io.omerta.network.dht.socket.DhtSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Discovery by the overlay of each network. The overlays live in the socket's thread; everybody else waits for what it says. */
public final class DhtDiscovery implements Discovery {
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final Duration LEAST_BETWEEN_REFRESHES = Duration.ofSeconds(1);
    private static final Duration REMEMBER_EVERY = Duration.ofMinutes(1);

    private final DiscoveryParts parts;
    private final DhtSocket socket;

    @GuardedBy("this")
    private final Map<NetworkId, NetworkOverlay> overlays = new LinkedHashMap<>();

    @GuardedBy("this")
    private boolean closed;

    /** In the socket's thread only. */
    private boolean refreshing;

    private DhtDiscovery(DiscoveryParts parts, DhtSocket socket) {
        this.parts = parts;
        this.socket = socket;
    }

    /**
     * Starts without any network. The socket is the caller's to close, afterwards.
     *
     * @param offer what this machine lends now; asked often, must be fast
     */
    public static DhtDiscovery start(
            Identity identity,
            DhtSocket socket,
            Supplier<Offer> offer,
            LocalEndpoints endpoints,
            PeerMemory memory,
            DiscoveryTiming timing,
            DhtSettings dht,
            InstantSource time) {
        OwnAnnouncements own = new OwnAnnouncements(identity, offer, endpoints, timing.announcementLifetime(), time);
        DiscoveryParts parts = new DiscoveryParts(
                identity,
                offer,
                own,
                endpoints,
                memory,
                timing,
                dht,
                new ClockComparison(time),
                time,
                new SecureRandom());
        DhtDiscovery discovery = new DhtDiscovery(parts, socket);
        socket.execute(discovery::rememberLater);
        return discovery;
    }

    @Override
    public void join(Network network) {
        CompletableFuture<Void> joined = new CompletableFuture<>();
        socket.execute(() -> {
            open(network).ifPresent(NetworkOverlay::start);
            joined.complete(null);
        });
        await(joined, FAREWELL);
    }

    /** Empty where there is nothing to open. In the socket's thread. */
    private synchronized Optional<NetworkOverlay> open(Network network) {
        if (closed || overlays.containsKey(network.id())) {
            return Optional.empty();
        }
        NetworkOverlay overlay = socket.open(network.key(), line -> new NetworkOverlay(network, parts, socket, line));
        overlays.put(network.id(), overlay);
        return Optional.of(overlay);
    }

    @Override
    public void leave(NetworkId network) {
        end(network);
        parts.memory().forget(network);
        parts.clocks().forget(network);
    }

    @Override
    public void pause(NetworkId network) {
        remember();
        end(network);
    }

    private void end(NetworkId network) {
        NetworkOverlay overlay;
        synchronized (this) {
            overlay = overlays.remove(network);
        }
        if (overlay != null) {
            await(farewell(overlay), FAREWELL);
            socket.execute(overlay::close);
        }
    }

    /** Before anybody is told farewell, who then is nobody to remember. */
    private void remember() {
        CompletableFuture<Map<NetworkId, List<Endpoint>>> peers = new CompletableFuture<>();
        socket.execute(() -> peers.complete(toRemember()));
        await(peers, FAREWELL).ifPresent(all -> all.forEach(parts.memory()::remember));
    }

    private CompletableFuture<Void> farewell(NetworkOverlay overlay) {
        CompletableFuture<Void> said = new CompletableFuture<>();
        socket.execute(() -> overlay.leave(() -> said.complete(null)));
        return said;
    }

    @Override
    public List<Member> members(NetworkId network) {
        return look(network, NetworkOverlay::look);
    }

    @Override
    public List<Member> known(NetworkId network) {
        return look(network, (overlay, looker) -> looker.accept(overlay.others()));
    }

    @Override
    public List<Member> lenders(NetworkId network, Need need) {
        return look(network, (overlay, looker) -> overlay.lookForLenders(need, looker));
    }

    private List<Member> look(NetworkId network, BiConsumer<NetworkOverlay, Consumer<List<Member>>> looking) {
        NetworkOverlay overlay;
        synchronized (this) {
            overlay = overlays.get(network);
        }
        if (overlay == null) {
            return List.of();
        }
        CompletableFuture<List<Member>> others = new CompletableFuture<>();
        socket.execute(() -> looking.accept(overlay, others::complete));
        Announcement mine = parts.own().at(parts.own().nextIssue(), network, false);
        List<Member> members = new ArrayList<>();
        members.add(
                new Member(mine, true, true, Optional.of(Duration.ZERO), Optional.of(Duration.ZERO), mine.endpoints()));
        await(others, parts.timing().answerWithin().plusSeconds(1)).ifPresent(members::addAll);
        return members;
    }

    @Override
    public Optional<ClockProblem> clockProblem(NetworkId network) {
        return parts.clocks().in(network);
    }

    @Override
    public void refresh() {
        socket.execute(() -> {
            if (!refreshing) {
                refreshing = true;
                refreshAll();
                var _ = socket.timers().after(LEAST_BETWEEN_REFRESHES, () -> {
                    refreshing = false;
                    refreshAll();
                });
            }
        });
    }

    private void refreshAll() {
        all().forEach(NetworkOverlay::refresh);
    }

    private synchronized List<NetworkOverlay> all() {
        return List.copyOf(overlays.values());
    }

    private void rememberLater() {
        var _ = socket.timers().after(REMEMBER_EVERY, () -> {
            Map<NetworkId, List<Endpoint>> peers = toRemember();
            Thread.ofVirtual().name("remember-peers").start(() -> peers.forEach(parts.memory()::remember));
            rememberLater();
        });
    }

    /** In the socket's thread. Of networks without anybody, what was remembered before is better than nothing. */
    private Map<NetworkId, List<Endpoint>> toRemember() {
        Map<NetworkId, List<Endpoint>> peers = new LinkedHashMap<>();
        for (NetworkOverlay overlay : all()) {
            List<Endpoint> some = overlay.toRemember();
            if (!some.isEmpty()) {
                peers.put(overlay.network().id(), some);
            }
        }
        return peers;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        remember();
        List<NetworkOverlay> left;
        synchronized (this) {
            left = List.copyOf(overlays.values());
            overlays.clear();
        }
        await(CompletableFuture.allOf(left.stream().map(this::farewell).toArray(CompletableFuture[]::new)), FAREWELL);
        left.forEach(overlay -> socket.execute(overlay::close));
    }

    private static <T> Optional<T> await(CompletableFuture<T> future, Duration most) {
        try {
            return Optional.ofNullable(future.get(most.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }
}
