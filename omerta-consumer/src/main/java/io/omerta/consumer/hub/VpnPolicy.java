package io.omerta.consumer.hub;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** What a job's VM may reach through its tunnel; nothing else. */
public record VpnPolicy(List<ExposedPort> exposed) {
    /** The default. */
    public static final VpnPolicy NOTHING = new VpnPolicy(List.of());

    private static final int MAX_EXPOSED = 100;

    public VpnPolicy {
        exposed = List.copyOf(exposed);
        if (exposed.size() > MAX_EXPOSED) {
            throw new IllegalArgumentException("exposed ports: " + exposed.size() + ", at most " + MAX_EXPOSED);
        }
        Set<Integer> seen = new HashSet<>();
        for (ExposedPort port : exposed) {
            if (!seen.add(port.port())) {
                throw new IllegalArgumentException("exposed ports: " + port.port() + " is named twice");
            }
        }
    }

    /** The port of 127.0.0.1 behind a port of the hub. */
    OptionalInt localPort(int port) {
        return exposed.stream()
                .filter(entry -> entry.port() == port)
                .mapToInt(ExposedPort::localPort)
                .findFirst();
    }
}
