package io.omerta.network.transport;

import io.omerta.core.network.MembershipProofs;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The networks that this daemon is in, with what proves it. Safe for use by several threads. */
public final class Memberships {
    private final Supplier<? extends Collection<Network>> networks;
    private final Map<NetworkId, MembershipProofs> proofs = new ConcurrentHashMap<>();

    /** @param networks asked at every call, so that joining and leaving take effect at once; must be fast */
    public Memberships(Supplier<? extends Collection<Network>> networks) {
        this.networks = networks;
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

    private MembershipProofs proofs(Network network) {
        return proofs.computeIfAbsent(network.id(), id -> MembershipProofs.of(network.key()));
    }
}
