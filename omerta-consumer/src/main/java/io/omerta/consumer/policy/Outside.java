package io.omerta.consumer.policy;

import io.omerta.core.address.AddressBlock;
import io.omerta.core.address.AddressKind;
import io.omerta.core.address.Destination;
import io.omerta.network.neighbourhood.Neighbourhood;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one job's VM may reach beyond its hub. Addresses are looked at when a name was resolved, and again at each connection:
 * whatever a resolver says, a name alone never leads to an address that is not public. Confined to the hub's thread.
 */
public final class Outside {
    /** Who owns an open relay of mail is blocked everywhere: only who names the port gets it. */
    private static final int SMTP = 25;

    /** Addresses that the VM has learnt by name; the oldest are forgotten. */
    private static final int MOST_LEARNT = 4_096;

    private final VpnPolicy policy;
    private final AddressBlock tunnels;
    private final Neighbourhood neighbourhood;
    private final Map<InetAddress, Set<Destination.Named>> learnt = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Set<Destination.Named>> eldest) {
            return size() > MOST_LEARNT;
        }
    };

    /** @param tunnels the range of the hub and its VMs, which is nowhere else */
    public Outside(VpnPolicy policy, AddressBlock tunnels, Neighbourhood neighbourhood) {
        this.policy = policy;
        this.tunnels = tunnels;
        this.neighbourhood = neighbourhood;
    }

    /** Why a connection is refused, as a clause; empty if it is allowed. */
    public Optional<String> refusal(InetAddress address, int port) {
        Optional<String> unnamed = refusal(address, Optional.of(port));
        if (unnamed.isPresent() || allowsPublic(address, port)) {
            return unnamed;
        }
        return Optional.of(
                policy.internet() && port == SMTP
                        ? "mail goes to machines whose port 25 is named by --allow"
                        : "no --allow names it");
    }

    /** Where the address is not one of the internet's, a rule has to mean just that. */
    private Optional<String> refusal(InetAddress address, Optional<Integer> port) {
        if (tunnels.contains(address)) {
            return Optional.of("it is in " + tunnels + ", the tunnels' own range");
        }
        AddressKind kind = AddressKind.of(address);
        if (!kind.canBeReached()) {
            return Optional.of("it is " + kind.words());
        }
        Optional<AddressBlock> own = neighbourhood.around(address);
        if ((kind == AddressKind.PUBLIC && own.isEmpty()) || isNamed(address, port, own)) {
            return Optional.empty();
        }
        String what =
                own.map(network -> "in this computer's own network " + network).orElseGet(kind::words);
        return Optional.of("it is " + what + ", which no --allow names");
    }

    private boolean isNamed(InetAddress address, Optional<Integer> port, Optional<AddressBlock> own) {
        return addressRules(address, port)
                .anyMatch(rule -> rule.names(address)
                        || own.filter(network -> network.contains(rule.block())).isPresent());
    }

    private Stream<Destination.Addresses> addressRules(InetAddress address, Optional<Integer> port) {
        return policy.allowed().stream()
                .filter(Destination.Addresses.class::isInstance)
                .map(Destination.Addresses.class::cast)
                .filter(rule -> rule.block().contains(address) && port.stream().allMatch(rule::hasPort));
    }

    private boolean allowsPublic(InetAddress address, int port) {
        return (policy.internet() && port != SMTP)
                || addressRules(address, Optional.of(port)).findAny().isPresent()
                || learnt.getOrDefault(address, Set.of()).stream().anyMatch(rule -> rule.hasPort(port));
    }

    /** Whether the VM may ask for the addresses of a name, in any spelling. */
    public boolean maySayName(String canonicalName) {
        return policy.internet() || rulesFor(canonicalName).findAny().isPresent();
    }

    private Stream<Destination.Named> rulesFor(String name) {
        return policy.allowed().stream()
                .filter(Destination.Named.class::isInstance)
                .map(Destination.Named.class::cast)
                .filter(rule -> rule.name().equals(name));
    }

    /**
     * Takes what a resolver said, and remembers what of it the VM may connect to.
     *
     * @return the addresses that the VM may be told
     */
    public List<InetAddress> learn(String canonicalName, List<InetAddress> addresses) {
        List<InetAddress> fit = addresses.stream()
                .filter(address -> refusal(address, Optional.empty()).isEmpty())
                .toList();
        for (InetAddress address : fit) {
            rulesFor(canonicalName)
                    .forEach(rule -> learnt.computeIfAbsent(address, _ -> new HashSet<>())
                            .add(rule));
        }
        return fit;
    }
}
