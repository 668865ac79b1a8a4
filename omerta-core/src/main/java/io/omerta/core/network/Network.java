package io.omerta.core.network;

import io.omerta.core.identity.PeerId;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A network that this machine is in.
 *
 * @param name what people call it, 1 to 100 characters
 * @param bootstrapPeers whom to ask first, at most 32
 * @param createdAt to the second
 * @param creator this machine created it
 * @param paused this machine stays a member and takes no part
 * @param history who may change the key, and those before it
 */
public record Network(
        NetworkId id,
        String name,
        NetworkKey key,
        List<Endpoint> bootstrapPeers,
        Instant createdAt,
        boolean creator,
        boolean paused,
        KeyHistory history) {
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
        this(id, name, key, bootstrapPeers, createdAt, creator, false, KeyHistory.NONE);
    }

    public static Network create(String name, List<Endpoint> bootstrapPeers, Instant now, SecureRandom random) {
        NetworkKey key = NetworkKey.random(random);
        return new Network(key.id(), name, key, bootstrapPeers, now.truncatedTo(ChronoUnit.SECONDS), true);
    }

    /** The link that lets others join. */
    public JoinLink joinLink() {
        return new JoinLink(key, name, bootstrapPeers, createdAt, creatorKey());
    }

    /** Whose signature changes the key; empty where the join link did not say. */
    public Optional<CreatorKey> creatorKey() {
        return history.creatorKey();
    }

    /** All ids that the network has had, this one included. */
    public Set<NetworkId> lineage() {
        Set<NetworkId> ids = new HashSet<>();
        ids.add(id);
        history.retired().forEach(retired -> ids.add(retired.id()));
        return ids;
    }

    /** As it was under each key that still serves to hand on the one that followed. */
    public List<Network> graced() {
        return history.retired().stream()
                .flatMap(retired -> retired.grace().stream())
                .map(grace -> new Network(
                        grace.key().id(), name, grace.key(), bootstrapPeers, createdAt, false, paused, KeyHistory.NONE))
                .toList();
    }

    /** Whether that rotation leads from this network's key to that one, by the word of its creator. */
    public boolean accepts(Rotation rotation, NetworkKey next) {
        return rotation.from().equals(id)
                && rotation.to().equals(next.id())
                && creatorKey().isPresent()
                && creatorKey().get().equals(rotation.creator());
    }

    /**
     * The same network with its next key.
     *
     * @throws IllegalArgumentException unless it {@link #accepts} them
     */
    public Network rotated(Rotation rotation, NetworkKey next) {
        if (!accepts(rotation, next)) {
            throw new IllegalArgumentException("rotation: not of this network to that key");
        }
        List<RetiredKey> retired = new ArrayList<>(history.retired());
        retired.add(RetiredKey.of(key, rotation));
        List<PeerId> roll = history.roll().stream().filter(rotation::isFor).toList();
        return new Network(
                next.id(),
                name,
                next,
                bootstrapPeers,
                createdAt,
                creator,
                paused,
                history.withRetired(retired).withRoll(roll));
    }

    /** Without the keys whose time is over. */
    public Network wipedAt(Instant now) {
        return withHistory(history.withRetired(
                history.retired().stream().map(retired -> retired.wipedAt(now)).toList()));
    }

    /** With these seen as members too. */
    public Network withSeen(Collection<PeerId> peers) {
        Set<PeerId> roll = new LinkedHashSet<>(history.roll());
        return roll.addAll(peers) ? withHistory(history.withRoll(List.copyOf(roll))) : this;
    }

    /** @throws IllegalArgumentException if it is no name of a network */
    public Network withName(String other) {
        return new Network(id, other, key, bootstrapPeers, createdAt, creator, paused, history);
    }

    public Network withPaused(boolean now) {
        return new Network(id, name, key, bootstrapPeers, createdAt, creator, now, history);
    }

    public Network withCreatorKey(CreatorKey creatorsKey) {
        return withHistory(new KeyHistory(Optional.of(creatorsKey), history.retired(), history.roll()));
    }

    public Network withBootstrapPeers(List<Endpoint> peers) {
        return new Network(id, name, key, peers, createdAt, creator, paused, history);
    }

    private Network withHistory(KeyHistory now) {
        return new Network(id, name, key, bootstrapPeers, createdAt, creator, paused, now);
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
