package io.omerta.network.membership;

import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Resources;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import io.omerta.network.discovery.Announcement;
import io.omerta.network.discovery.ClockProblem;
import io.omerta.network.discovery.Discovery;
import io.omerta.network.discovery.Member;
import io.omerta.network.discovery.Need;
import io.omerta.network.discovery.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Knows at once whom a test says to be there. */
final class StandInDiscovery implements Discovery {
    final Set<NetworkId> joined = ConcurrentHashMap.newKeySet();
    /** How often everybody was looked for. */
    final AtomicInteger looks = new AtomicInteger();

    private final Map<NetworkId, List<Member>> members = new ConcurrentHashMap<>();

    void see(NetworkId network, PeerId peer, Endpoint endpoint) {
        Resources none = new Resources(1, 1 << 20, 0);
        Offer offer = new Offer("test", false, none, none, List.of(), List.of(), 0);
        Instant now = Instant.now();
        Announcement said = new Announcement(peer, network, List.of(endpoint), offer, now, now.plusSeconds(60), false);
        members.computeIfAbsent(network, id -> new CopyOnWriteArrayList<>())
                .add(new Member(said, false, true, Optional.of(Duration.ZERO), Optional.empty(), List.of(endpoint)));
    }

    @Override
    public void join(Network network) {
        joined.add(network.id());
    }

    @Override
    public void leave(NetworkId network) {
        joined.remove(network);
    }

    @Override
    public void pause(NetworkId network) {
        leave(network);
    }

    @Override
    public List<Member> members(NetworkId network) {
        looks.incrementAndGet();
        return known(network);
    }

    @Override
    public List<Member> known(NetworkId network) {
        return joined.contains(network) ? members.getOrDefault(network, List.of()) : List.of();
    }

    @Override
    public List<Member> lenders(NetworkId network, Need need) {
        return members(network);
    }

    @Override
    public Optional<ClockProblem> clockProblem(NetworkId network) {
        return Optional.empty();
    }

    @Override
    public void refresh() {
        // Nothing is announced.
    }

    @Override
    public void close() {
        joined.clear();
    }
}
