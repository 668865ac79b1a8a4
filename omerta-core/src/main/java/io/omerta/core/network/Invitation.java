package io.omerta.core.network;

import io.omerta.core.identity.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An invitation as its inviter keeps it.
 *
 * @param uses how many peers may join with it, 1 to 1,000
 * @param usedBy those that did, each once
 * @param revoked by its inviter, or because the network's key was changed
 */
public record Invitation(
        InvitationSecret secret,
        NetworkId network,
        Instant createdAt,
        Instant expiresAt,
        int uses,
        List<PeerId> usedBy,
        boolean revoked) {
    public static final int MAX_USES = 1_000;
    public static final Duration MAX_LIFETIME = Duration.ofDays(365);

    /** How an invitation stands with a peer. */
    public enum Verdict {
        /** It may join; also when it has done so before and asks again. */
        GOOD,
        EXPIRED,
        USED_UP,
        REVOKED
    }

    public Invitation {
        usedBy = List.copyOf(usedBy);
        if (uses < 1 || uses > MAX_USES) {
            throw new IllegalArgumentException("uses: " + uses + " is not between 1 and " + MAX_USES);
        }
        if (!expiresAt.isAfter(createdAt)
                || Duration.between(createdAt, expiresAt).compareTo(MAX_LIFETIME) > 0) {
            throw new IllegalArgumentException("expires: not between now and in 365 days");
        }
    }

    public InvitationId id() {
        return secret.id();
    }

    public Verdict verdict(PeerId peer, Instant now) {
        if (revoked) {
            return Verdict.REVOKED;
        }
        if (!now.isBefore(expiresAt)) {
            return Verdict.EXPIRED;
        }
        return usedBy.contains(peer) || usedBy.size() < uses ? Verdict.GOOD : Verdict.USED_UP;
    }

    /** Somebody who has not used it yet may still join with it. */
    public boolean isOpen(Instant now) {
        return !revoked && now.isBefore(expiresAt) && usedBy.size() < uses;
    }

    Invitation withUseBy(PeerId peer) {
        if (usedBy.contains(peer)) {
            return this;
        }
        List<PeerId> more = new ArrayList<>(usedBy);
        more.add(peer);
        return new Invitation(secret, network, createdAt, expiresAt, uses, more, revoked);
    }

    Invitation withRevocation() {
        return new Invitation(secret, network, createdAt, expiresAt, uses, usedBy, true);
    }
}
