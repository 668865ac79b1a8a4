package io.omerta.core.network;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a member hands to somebody who is to join: "omerta://join/…". It contains the network's key.
 *
 * @param name 1 to 100 characters, none of them a control character
 * @param bootstrapPeers at most 32
 * @param creator of the network; without it the key cannot be rotated
 */
public record JoinLink(
        NetworkKey key, String name, List<Endpoint> bootstrapPeers, Instant createdAt, Optional<CreatorKey> creator) {
    public static final String PREFIX = "omerta://join/";
    public static final int MAX_CHARACTERS = 8 << 10;

    public JoinLink {
        bootstrapPeers = List.copyOf(bootstrapPeers);
        Network.requireName(name);
        if (bootstrapPeers.size() > Network.MAX_BOOTSTRAP_PEERS) {
            throw new IllegalArgumentException(
                    "bootstrap peers: " + bootstrapPeers.size() + ", at most " + Network.MAX_BOOTSTRAP_PEERS);
        }
    }

    /** Of a network whose creator is not known. */
    public JoinLink(NetworkKey key, String name, List<Endpoint> bootstrapPeers, Instant createdAt) {
        this(key, name, bootstrapPeers, createdAt, Optional.empty());
    }

    /**
     * Reads a link as people paste it: with white space around or line breaks within, in URL-safe or standard base64,
     * padded or not; and the short spelling of {@link #formatShort}.
     *
     * @throws io.omerta.core.error.OmertaException {@code INVALID_INPUT}, saying what is wrong with it
     */
    public static JoinLink parse(String text) {
        return ShortJoinLink.is(text) ? ShortJoinLink.parse(text) : JoinLinkText.parse(text);
    }

    /** One line, URL-safe base64 without padding. */
    public String format() {
        return JoinLinkText.format(this);
    }

    /** The same in a third of the room a QR code needs: "OMERTA://QR/" and upper-case base32; see the package's description. */
    public String formatShort() {
        return ShortJoinLink.format(this);
    }

    /** With the first so many bootstrap peers only. */
    public JoinLink withBootstrapPeers(int count) {
        return new JoinLink(key, name, bootstrapPeers.stream().limit(count).toList(), createdAt, creator);
    }

    /** The network as somebody has it who joins by this link. */
    public Network toNetwork() {
        return new Network(key.id(), name, key, bootstrapPeers, createdAt, false, false, KeyHistory.of(creator));
    }

    @Override
    public String toString() {
        return "JoinLink[" + name + "]";
    }
}
