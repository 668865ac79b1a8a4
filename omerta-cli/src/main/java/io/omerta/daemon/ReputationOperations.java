package io.omerta.daemon;

import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Network;
import io.omerta.core.reputation.Reputation;
import io.omerta.core.reputation.Tally;
import io.omerta.core.store.Reputations;
import io.omerta.network.discovery.Member;
import io.omerta.proto.local.DeedTally;
import io.omerta.proto.local.PeerReputation;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What this machine makes of peers: of members, and of everybody of whom something was seen. */
record ReputationOperations(NetworkOperations networks, Reputations reputations, Clock clock) {
    private static final Comparator<PeerReputation> BEST_FIRST = Comparator.<PeerReputation>comparingInt(
                    one -> -one.getReputation())
            .thenComparing(PeerReputation::getName)
            .thenComparing(PeerReputation::getPeerId);

    /** @param peer a reference; empty for all */
    List<PeerReputation> list(String peer) {
        Map<PeerId, Reputation> known = new TreeMap<>();
        for (Network network : networks.all()) {
            for (Member member : networks.others(network)) {
                known.put(member.peerId(), Reputation.UNKNOWN);
            }
        }
        known.putAll(reputations.all(clock.instant()));
        if (!peer.isEmpty()) {
            known.keySet().retainAll(List.of(new PeerReference(known.keySet(), "omerta reputation").resolve(peer)));
        }
        return known.entrySet().stream()
                .map(one -> view(one.getKey(), one.getValue()))
                .sorted(BEST_FIRST)
                .toList();
    }

    private static PeerReputation view(PeerId peer, Reputation reputation) {
        return PeerReputation.newBuilder()
                .setPeerId(peer.text())
                .setName(peer.name().text())
                .setReputation(reputation.score())
                .addAllCounted(reputation.tallies().stream()
                        .map(ReputationOperations::view)
                        .toList())
                .build();
    }

    private static DeedTally view(Tally tally) {
        return DeedTally.newBuilder()
                .setDeed(tally.deed().name())
                .setRole(tally.deed().role().name())
                .setWhat(tally.deed().sentence())
                .setTimes(tally.times())
                .setPoints(tally.points())
                .setLastUnixMs(tally.last().toEpochMilli())
                .build();
    }
}
