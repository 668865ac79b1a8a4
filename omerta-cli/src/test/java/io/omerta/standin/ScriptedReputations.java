package io.omerta.standin;

import static io.omerta.standin.ScriptedDaemon.NOON;
import static io.omerta.standin.ScriptedDaemon.PROVIDER;

import io.omerta.core.reputation.Deed;
import io.omerta.proto.local.DeedTally;
import io.omerta.proto.local.PeerReputation;
import java.util.List;

/** Three peers, always the same. */
final class ScriptedReputations {
    /** @param peer the name of one; empty for all */
    List<PeerReputation> reputations(String peer) {
        List<PeerReputation> all = List.of(
                peer("moss-otter", 52)
                        .addCounted(tally(Deed.RAN_A_JOB, 6, 11.96, 0))
                        .addCounted(tally(Deed.FAILED_A_JOB, 1, -9.84, 86_400))
                        .build(),
                peer("brave-loon", 50).build(),
                peer("solar-lynx", 21)
                        .addCounted(tally(Deed.HAD_A_ROGUE_JOB, 1, -30, 60))
                        .addCounted(tally(Deed.HAD_A_JOB, 1, 1, 120))
                        .build());
        return peer.isEmpty()
                ? all
                : all.stream().filter(one -> one.getName().equals(peer)).toList();
    }

    private static PeerReputation.Builder peer(String name, int score) {
        return PeerReputation.newBuilder().setPeerId(PROVIDER).setName(name).setReputation(score);
    }

    private static DeedTally tally(Deed deed, int times, double points, int secondsAgo) {
        return DeedTally.newBuilder()
                .setDeed(deed.name())
                .setRole(deed.role().name())
                .setWhat(deed.sentence())
                .setTimes(times)
                .setPoints(points)
                .setLastUnixMs(NOON.minusSeconds(secondsAgo).toEpochMilli())
                .build();
    }
}
