package io.omerta.consumer.job;

import io.omerta.consumer.placement.ProviderOffer;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.NetworkId;
import io.omerta.network.discovery.Discovery;
import io.omerta.network.discovery.Member;
import io.omerta.network.discovery.Offer;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Those whom {@link Discovery} knows. */
public final class DiscoveredProviders implements ProviderDirectory {
    private final Discovery discovery;
    private final UnaryOperator<NetworkId> current;

    /** @param current the id that a network has now */
    public DiscoveredProviders(Discovery discovery, UnaryOperator<NetworkId> current) {
        this.discovery = discovery;
        this.current = current;
    }

    @Override
    public NetworkId current(NetworkId network) {
        return current.apply(network);
    }

    @Override
    public List<ProviderOffer> offers(NetworkId network) {
        return discovery.members(current(network)).stream()
                .map(DiscoveredProviders::offer)
                .toList();
    }

    private static ProviderOffer offer(Member member) {
        Offer offer = member.announcement().offer();
        return new ProviderOffer(
                member.peerId(),
                member.self(),
                member.up() && !member.endpoints().isEmpty(),
                offer.lending(),
                offer.capacity(),
                offer.available(),
                Set.copyOf(offer.languages()),
                Set.copyOf(offer.images()),
                offer.queuedJobs(),
                member.self() ? nearestFirst(member.endpoints()) : member.endpoints());
    }

    /** This machine is asked like any other, over TCP, but need not be asked by way of its router. */
    private static List<Endpoint> nearestFirst(List<Endpoint> endpoints) {
        return endpoints.stream()
                .sorted(Comparator.comparing(endpoint -> !isLoopback(endpoint)))
                .toList();
    }

    private static boolean isLoopback(Endpoint endpoint) {
        return endpoint.host().startsWith("127.") || endpoint.host().equals("::1");
    }
}
