package io.omerta.consumer.policy;

import io.omerta.core.address.Destination;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a job's VM may reach through its tunnel; nothing else.
 *
 * @param exposed services of the requester's
 * @param allowed machines elsewhere
 * @param internet every public address, by way of the requester's own connection
 */
public record VpnPolicy(List<ExposedPort> exposed, List<Destination> allowed, boolean internet) {
    /** The default. */
    public static final VpnPolicy NOTHING = new VpnPolicy(List.of(), List.of(), false);

    private static final int MAX_EXPOSED = 100;
    private static final int MAX_ALLOWED = 1_000;

    public VpnPolicy {
        exposed = List.copyOf(exposed);
        allowed = List.copyOf(allowed);
        if (exposed.size() > MAX_EXPOSED) {
            throw new IllegalArgumentException("exposed ports: " + exposed.size() + ", at most " + MAX_EXPOSED);
        }
        if (allowed.size() > MAX_ALLOWED) {
            throw new IllegalArgumentException("allowed hosts: " + allowed.size() + ", at most " + MAX_ALLOWED);
        }
        Set<Integer> seen = new HashSet<>();
        for (ExposedPort port : exposed) {
            if (!seen.add(port.port())) {
                throw new IllegalArgumentException("exposed ports: " + port.port() + " is named twice");
            }
        }
    }

    /** Services of the requester's and nothing else. */
    public static VpnPolicy exposing(List<ExposedPort> exposed) {
        return new VpnPolicy(exposed, List.of(), false);
    }

    /** The port of 127.0.0.1 behind a port of the hub. */
    public OptionalInt localPort(int port) {
        return exposed.stream()
                .filter(entry -> entry.port() == port)
                .mapToInt(ExposedPort::localPort)
                .findFirst();
    }
}
