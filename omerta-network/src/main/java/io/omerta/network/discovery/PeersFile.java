package io.omerta.network.discovery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.core.error.OmertaException;
import io.omerta.core.file.AtomicFile;
import io.omerta.core.file.StrictJson;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.NetworkId;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers in a file, mode 0600. Only a cache: what cannot be read or written is said in the log and does no harm. */
public final class PeersFile implements PeerMemory {
    private static final Logger LOG = LoggerFactory.getLogger(PeersFile.class);
    private static final int VERSION = 1;
    private static final int MAX_BYTES = 1 << 20;

    /** The content; each checked where it comes in, for JSON leaves out what it likes. */
    record Content(int version, Map<String, List<String>> networks) {
        Content {
            if (version != VERSION) {
                throw new IllegalArgumentException("version " + version + " is not known here, only " + VERSION);
            }
            require(networks, "networks");
            networks = Map.copyOf(networks);
            // Valid here means valid altogether.
            networks.forEach((network, peers) -> {
                new NetworkId(network).toBytes();
                peers.forEach(Endpoint::parse);
            });
        }

        private static void require(@Nullable Object value, String field) {
            if (value == null) {
                throw new IllegalArgumentException("the field \"" + field + "\" is missing");
            }
        }
    }

    private final Path file;

    @GuardedBy("this")
    private final Map<NetworkId, List<Endpoint>> networks = new LinkedHashMap<>();

    private PeersFile(Path file) {
        this.file = file;
    }

    public static PeersFile open(Path file) {
        PeersFile memory = new PeersFile(file);
        try {
            StrictJson.read(file, Content.class, MAX_BYTES, "rm " + file)
                    .ifPresent(content -> content.networks()
                            .forEach((network, peers) -> memory.keep(
                                    new NetworkId(network),
                                    peers.stream().map(Endpoint::parse).toList())));
        } catch (OmertaException | UncheckedIOException e) {
            LOG.warn("the peers of earlier runs are forgotten: {}", e.getMessage());
        }
        return memory;
    }

    private synchronized void keep(NetworkId network, List<Endpoint> peers) {
        networks.put(network, List.copyOf(peers));
    }

    @Override
    public synchronized List<Endpoint> recall(NetworkId network) {
        return networks.getOrDefault(network, List.of());
    }

    @Override
    public synchronized void remember(NetworkId network, List<Endpoint> peers) {
        if (peers.size() > MOST) {
            throw new IllegalArgumentException("peers: " + peers.size() + ", at most " + MOST);
        }
        if (!List.copyOf(peers).equals(networks.put(network, List.copyOf(peers)))) {
            write();
        }
    }

    @Override
    public synchronized void forget(NetworkId network) {
        if (networks.remove(network) != null) {
            write();
        }
    }

    @GuardedBy("this")
    private void write() {
        Map<String, List<String>> content = new LinkedHashMap<>();
        networks.forEach((network, peers) -> content.put(
                network.hex(), peers.stream().map(Endpoint::toString).toList()));
        try {
            AtomicFile.write(file, StrictJson.write(new Content(VERSION, content)), AtomicFile.OWNER_ONLY);
        } catch (UncheckedIOException e) {
            LOG.warn("could not write down where other peers are: {}", e.getMessage());
        }
    }
}
