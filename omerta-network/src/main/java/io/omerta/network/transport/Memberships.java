package io.omerta.network.transport;

import io.omerta.core.network.InvitationId;
import io.omerta.core.network.InvitationSecret;
import io.omerta.core.network.MembershipProofs;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /**
     * Those of the network that has that id: under the key that belongs to it if that still serves, else under the key that
     * has come in its place.
     */
    Optional<MembershipProofs> proofsOf(NetworkId id) {
        Optional<MembershipProofs> successor = Optional.empty();
        for (Network network : networks.get()) {
            for (Network known : withGraced(network)) {
                if (known.id().equals(id)) {
                    return Optional.of(proofs(known));
                }
            }
            if (network.lineage().contains(id)) {
                successor = Optional.of(proofs(network));
            }
        }
        return successor;
    }

    /**
     * What a caller has proven to be.
     *
     * @param lineage the network's ids over time
     * @param retired that key only serves to hand on the one that followed, and to end what was begun
     */
    record Standing(NetworkId network, Set<NetworkId> lineage, boolean retired) {}

    /** The network under whose key the claim holds, if there is one. Takes as long for each of them. */
    Optional<Standing> networkOf(MembershipClaim claim) {
        Optional<Standing> found = Optional.empty();
        for (Network network : networks.get()) {
            for (Network known : withGraced(network)) {
                if (claim.isMadeWith(proofs(known))) {
                    found = Optional.of(new Standing(
                            known.id(), network.lineage(), !known.id().equals(network.id())));
                }
            }
        }
        return found;
    }

    private static List<Network> withGraced(Network network) {
        List<Network> all = new ArrayList<>(network.graced());
        all.addFirst(network);
        return all;
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
