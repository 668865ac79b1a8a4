package io.omerta.network.transport;

import io.omerta.core.network.InvitationId;
import io.omerta.core.network.InvitationSecret;
import io.omerta.core.network.MembershipProofs;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The networks that this daemon is in and the invitations that it has handed out, with what proves them. Safe for use by several threads. */
public final class Memberships {
    private final Supplier<? extends Collection<Network>> networks;
    private final Supplier<? extends Collection<InvitationSecret>> invitations;
    private final Map<NetworkId, MembershipProofs> proofs = new ConcurrentHashMap<>();
    private final Map<InvitationId, MembershipProofs> invitationProofs = new ConcurrentHashMap<>();

    /** Without invitations. */
    public Memberships(Supplier<? extends Collection<Network>> networks) {
        this(networks, List::of);
    }

    /**
     * Both are asked at every call, so that joining and leaving take effect at once, and must be fast.
     *
     * @param invitations those that are over too, as long as somebody should be told so
     */
    public Memberships(
            Supplier<? extends Collection<Network>> networks,
            Supplier<? extends Collection<InvitationSecret>> invitations) {
        this.networks = networks;
        this.invitations = invitations;
    }

    Optional<MembershipProofs> proofsOf(NetworkId id) {
        return networks.get().stream()
                .filter(network -> network.id().equals(id))
                .findFirst()
                .map(this::proofs);
    }

    /** The network under whose key the claim holds, if there is one. Takes as long for each of them. */
    Optional<NetworkId> networkOf(MembershipClaim claim) {
        Optional<NetworkId> found = Optional.empty();
        for (Network network : networks.get()) {
            if (claim.isMadeWith(proofs(network))) {
                found = Optional.of(network.id());
            }
        }
        return found;
    }

    /** The invitation that the caller knows, if there is one. Takes as long for each of them. */
    Optional<InvitationId> invitationOf(MembershipClaim claim) {
        Optional<InvitationId> found = Optional.empty();
        for (InvitationSecret invitation : invitations.get()) {
            InvitationId id = invitation.id();
            if (claim.isMadeWith(invitationProofs.computeIfAbsent(id, _ -> MembershipProofs.of(invitation)))) {
                found = Optional.of(id);
            }
        }
        return found;
    }

    private MembershipProofs proofs(Network network) {
        return proofs.computeIfAbsent(network.id(), id -> MembershipProofs.of(network.key()));
    }
}
