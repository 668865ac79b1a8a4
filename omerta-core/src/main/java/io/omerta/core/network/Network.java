package io.omerta.core.network;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A network that this machine is in.
 *
 * @param name what people call it, 1 to 100 characters
 * @param bootstrapPeers whom to ask first, at most 32
 * @param createdAt to the second
 * @param creator this machine created it
 * @param paused this machine stays a member and takes no part
 * @param creatorKey whose signature changes the network; empty where the join link did not say
 */
public record Network(
        NetworkId id,
        String name,
        NetworkKey key,
        List<Endpoint> bootstrapPeers,
        Instant createdAt,
        boolean creator,
        boolean paused,
        Optional<CreatorKey> creatorKey) {
    public static final int MAX_NAME = 100;
    public static final int MAX_BOOTSTRAP_PEERS = 32;

    public Network {
        bootstrapPeers = List.copyOf(bootstrapPeers);
        requireName(name);
        if (bootstrapPeers.size() > MAX_BOOTSTRAP_PEERS) {
            throw new IllegalArgumentException(
                    "bootstrap peers: " + bootstrapPeers.size() + ", at most " + MAX_BOOTSTRAP_PEERS);
        }
        if (!id.equals(key.id())) {
            throw new IllegalArgumentException("network id: does not belong to the key");
        }
    }

    /** One that this machine takes part in, and whose creator is not known. */
    public Network(
            NetworkId id,
            String name,
            NetworkKey key,
            List<Endpoint> bootstrapPeers,
            Instant createdAt,
            boolean creator) {
        this(id, name, key, bootstrapPeers, createdAt, creator, false, Optional.empty());
    }

    public static Network create(String name, List<Endpoint> bootstrapPeers, Instant now, SecureRandom random) {
        NetworkKey key = NetworkKey.random(random);
        return new Network(key.id(), name, key, bootstrapPeers, now.truncatedTo(ChronoUnit.SECONDS), true);
    }

    /** The link that lets others join. */
    public JoinLink joinLink() {
        return new JoinLink(key, name, bootstrapPeers, createdAt, creatorKey);
    }

    /** @throws IllegalArgumentException if it is no name of a network */
    public Network withName(String other) {
        return new Network(id, other, key, bootstrapPeers, createdAt, creator, paused, creatorKey);
    }

    public Network withPaused(boolean now) {
        return new Network(id, name, key, bootstrapPeers, createdAt, creator, now, creatorKey);
    }

    public Network withCreatorKey(CreatorKey creatorsKey) {
        return new Network(id, name, key, bootstrapPeers, createdAt, creator, paused, Optional.of(creatorsKey));
    }

    public Network withBootstrapPeers(List<Endpoint> peers) {
        return new Network(id, name, key, peers, createdAt, creator, paused, creatorKey);
    }

    static void requireName(String name) {
        if (name.isBlank() || name.codePointCount(0, name.length()) > MAX_NAME) {
            throw new IllegalArgumentException("network name: not between 1 and " + MAX_NAME + " characters");
        }
        if (name.codePoints().anyMatch(Network::isUnprintable)) {
            throw new IllegalArgumentException("network name: has a control character");
        }
    }

    // Format characters (bidirectional overrides) make one name look like another; half a surrogate pair is no text.
    private static boolean isUnprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
