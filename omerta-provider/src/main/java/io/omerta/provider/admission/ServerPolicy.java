package io.omerta.provider.admission;

import io.omerta.core.address.AddressBlock;
import io.omerta.core.address.AddressKind;
import io.omerta.core.config.VpnServers;
import io.omerta.network.neighbourhood.Neighbourhood;
import java.net.InetAddress;
import java.util.Optional;

/** To which WireGuard servers, named by requesters, this machine sends what VMs send. */
public record ServerPolicy(VpnServers servers, Neighbourhood neighbourhood) {
    /** Why not, as a clause with this provider as its subject; empty if it does. */
    public Optional<Refusal> refusal(InetAddress server) {
        AddressKind kind = AddressKind.of(server);
        if (kind.canBeReached() && servers.named().stream().anyMatch(block -> block.contains(server))) {
            return Optional.empty();
        }
        Optional<AddressBlock> own = neighbourhood.around(server);
        if (kind != AddressKind.PUBLIC) {
            return refuse(server.getHostAddress() + ", " + kind.words());
        }
        if (own.isPresent()) {
            return refuse(server.getHostAddress() + " in its own network");
        }
        return servers.publicOnes() ? Optional.empty() : refuse("of a requester");
    }

    private static Optional<Refusal> refuse(String where) {
        return Optional.of(new Refusal(Refusal.Kind.INVALID, "lets no VM use the WireGuard server " + where));
    }
}
