package io.omerta.core.network;

import java.time.Instant;
import java.util.List;

/**
 * What a member hands to somebody who is to join: "omerta://join/…". It contains the network's key.
 *
 * @param name 1 to 100 characters, none of them a control character
 * @param bootstrapPeers at most 32
 */
public record JoinLink(NetworkKey key, String name, List<Endpoint> bootstrapPeers, Instant createdAt) {
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

    /**
     * Reads a link as people paste it: with white space around or line breaks within, in URL-safe or standard base64,
     * padded or not.
     *
     * @throws io.omerta.core.error.OmertaException {@code INVALID_INPUT}, saying what is wrong with it
     */
    public static JoinLink parse(String text) {
        return JoinLinkText.parse(text);
    }

    /** One line, URL-safe base64 without padding. */
    public String format() {
        return JoinLinkText.format(this);
    }

    /** The network as somebody has it who joins by this link. */
    public Network toNetwork() {
        return new Network(key.id(), name, key, bootstrapPeers, createdAt, false);
    }

    @Override
    public String toString() {
        return "JoinLink[" + name + "]";
    }
}
