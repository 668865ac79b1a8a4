package io.omerta.consumer.policy;

import io.omerta.core.address.Destination;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a job's VM may reach through its tunnel; nothing else.
 *
 * @param exposed services of the requester's
 * @param allowed machines elsewhere
 * @param internet every public address, by way of the requester's own connection
 * @param flowLog where a line is written for each connection and each name that the VM asks for; absolute
 */
public record VpnPolicy(
        List<ExposedPort> exposed,
        List<Destination> allowed,
        boolean internet,
        SharedFolders folders,
        Optional<Path> flowLog) {
    /** The default. */
    public static final VpnPolicy NOTHING =
            new VpnPolicy(List.of(), List.of(), false, SharedFolders.NONE, Optional.empty());

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
        if (!folders.isEmpty() && seen.contains(SharedFolders.PORT)) {
            throw new IllegalArgumentException("exposed ports: " + SharedFolders.PORT
                    + " is where folders are served and collected; expose it as another, like 8080:80");
        }
    }

    /** Machines elsewhere and nothing else. */
    public static VpnPolicy allowing(List<Destination> allowed, boolean internet) {
        return new VpnPolicy(List.of(), allowed, internet, SharedFolders.NONE, Optional.empty());
    }

    /** Folders and nothing else. */
    public static VpnPolicy sharing(SharedFolders folders) {
        return new VpnPolicy(List.of(), List.of(), false, folders, Optional.empty());
    }

    /** Services of the requester's and nothing else. */
    public static VpnPolicy exposing(List<ExposedPort> exposed) {
        return new VpnPolicy(exposed, List.of(), false, SharedFolders.NONE, Optional.empty());
    }

    /** The port of 127.0.0.1 behind a port of the hub. */
    public OptionalInt localPort(int port) {
        return exposed.stream()
                .filter(entry -> entry.port() == port)
                .mapToInt(ExposedPort::localPort)
                .findFirst();
    }
}
