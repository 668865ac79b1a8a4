package io.omerta.core.network;

import io.omerta.core.identity.PeerId;
import java.time.Instant;
import java.util.Optional;

/**
 * A key that a network had before.
 *
 * @param id what the network was named by it
 * @param by whoever signed that
 * @param grace while the old key still serves to hand on the new one; afterwards nothing of it is kept
 */
public record RetiredKey(NetworkId id, Instant rotatedAt, PeerId by, Optional<Grace> grace) {
    /** @param rotation to the key that followed */
    public record Grace(NetworkKey key, Rotation rotation) {}

    static RetiredKey of(NetworkKey key, Rotation rotation) {
        return new RetiredKey(
                key.id(), rotation.issuedAt(), rotation.creator().peerId(), Optional.of(new Grace(key, rotation)));
    }

    RetiredKey wipedAt(Instant now) {
        boolean over = grace.isPresent() && !now.isBefore(grace.get().rotation().graceEndsAt());
        return over ? new RetiredKey(id, rotatedAt, by, Optional.empty()) : this;
    }
}
