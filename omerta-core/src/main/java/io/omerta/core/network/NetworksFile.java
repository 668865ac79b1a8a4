package io.omerta.core.network;

import io.omerta.core.file.CorruptFile;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The content of {@code networks.json}. */
record NetworksFile(int version, List<Entry> networks) {
    private static final int VERSION = 1;

    NetworksFile {
        if (version != VERSION) {
            throw new IllegalArgumentException("version " + version + " is not known here, only " + VERSION);
        }
        require(networks, "networks");
        networks = List.copyOf(networks);
    }

    static NetworksFile of(List<Network> networks) {
        return new NetworksFile(VERSION, networks.stream().map(Entry::of).toList());
    }

    List<Network> toNetworks(Path file, String hint) {
        List<Network> result = new ArrayList<>();
        Set<NetworkId> seen = new HashSet<>();
        for (Entry entry : networks) {
            Network network = entry.toNetwork();
            if (!seen.add(network.id())) {
                throw CorruptFile.of(file, "the network \"" + network.name() + "\" is in it twice", hint);
            }
            result.add(network);
        }
        return List.copyOf(result);
    }

    // JSON leaves out what it likes: each field is checked where it comes in.
    private static void require(@Nullable Object value, String field) {
        if (value == null) {
            throw new IllegalArgumentException("the field \"" + field + "\" is missing");
        }
    }

    record Entry(
            String name,
            String networkKey,
            List<String> bootstrapPeers,
            String createdAt,
            boolean creator,
            @Nullable Boolean paused,
            @Nullable KeyHistoryEntry history) {
        Entry {
            require(name, "name");
            require(networkKey, "network_key");
            require(bootstrapPeers, "bootstrap_peers");
            require(createdAt, "created_at");
            bootstrapPeers = List.copyOf(bootstrapPeers);
            // Valid here means valid altogether, so that the reader can name the line.
            toNetwork(name, networkKey, bootstrapPeers, createdAt, creator, Boolean.TRUE.equals(paused), history);
        }

        static Entry of(Network network) {
            return new Entry(
                    network.name(),
                    Base64.getEncoder().encodeToString(network.key().toBytes()),
                    network.bootstrapPeers().stream().map(Endpoint::toString).toList(),
                    network.createdAt().toString(),
                    network.creator(),
                    network.paused(),
                    KeyHistoryEntry.of(network.history()));
        }

        Network toNetwork() {
            return toNetwork(
                    name, networkKey, bootstrapPeers, createdAt, creator, Boolean.TRUE.equals(paused), history);
        }

        private static Network toNetwork(
                String name,
                String networkKey,
                List<String> bootstrapPeers,
                String createdAt,
                boolean creator,
                boolean paused,
                @Nullable KeyHistoryEntry history) {
            NetworkKey key = key(networkKey);
            List<Endpoint> peers = bootstrapPeers.stream().map(Endpoint::parse).toList();
            KeyHistory past = history == null ? KeyHistory.NONE : history.toHistory();
            return new Network(key.id(), name, key, peers, instant(createdAt), creator, paused, past);
        }

        private static NetworkKey key(String base64) {
            try {
                return NetworkKey.ofBytes(Base64.getDecoder().decode(base64));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("the field \"network_key\" is not base64 of 32 bytes", e);
            }
        }

        private static Instant instant(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("the field \"created_at\" is not a time", e);
            }
        }

        @Override
        public String toString() {
            return "Entry[" + name + "]";
        }
    }
}
