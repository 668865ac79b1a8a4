package io.omerta.core.network;

import io.omerta.core.identity.PeerId;
import java.util.List;
import java.util.Optional;

/**
 * Who may change a network's key, and what has become of it so far.
 *
 * @param creatorKey whose signature changes it; empty where the join link did not say: then nobody can
 * @param retired the keys before this one, oldest first, at most 50
 * @param roll whom the creator's machine has seen as members, this machine aside; empty elsewhere
 */
public record KeyHistory(Optional<CreatorKey> creatorKey, List<RetiredKey> retired, List<PeerId> roll) {
    static final KeyHistory NONE = new KeyHistory(Optional.empty(), List.of(), List.of());
    private static final int MAX_RETIRED = 50;

    public KeyHistory {
        retired = List.copyOf(retired.subList(Math.max(0, retired.size() - MAX_RETIRED), retired.size()));
        roll = List.copyOf(roll.subList(0, Math.min(Rotation.MAX_MEMBERS - 1, roll.size())));
    }

    static KeyHistory of(Optional<CreatorKey> creatorKey) {
        return new KeyHistory(creatorKey, List.of(), List.of());
    }

    KeyHistory withRetired(List<RetiredKey> keys) {
        return new KeyHistory(creatorKey, keys, roll);
    }

    KeyHistory withRoll(List<PeerId> peers) {
        return new KeyHistory(creatorKey, retired, peers);
    }
}
