package io.omerta.network.discovery;

import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.NetworkId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a peer says about itself in one network.
 *
 * @param endpoints where it can be reached, best first, at most 16; without ids
 * @param issued when, by its own clock; of two announcements the later one counts
 * @param expires at most two hours later
 * @param leaving withdraws what it announced before
 */
public record Announcement(
        PeerId peerId,
        NetworkId network,
        List<Endpoint> endpoints,
        Offer offer,
        Instant issued,
        Instant expires,
        boolean leaving) {
    public static final int MAX_ENDPOINTS = 16;
    static final Duration MAX_LIFETIME = Duration.ofHours(2);

    public Announcement {
        endpoints = List.copyOf(endpoints);
        if (endpoints.size() > MAX_ENDPOINTS) {
            throw new IllegalArgumentException("endpoints: more than " + MAX_ENDPOINTS);
        }
        if (endpoints.stream().anyMatch(endpoint -> endpoint.peer().isPresent())) {
            throw new IllegalArgumentException("endpoints: one names a peer");
        }
        if (!expires.isAfter(issued) || Duration.between(issued, expires).compareTo(MAX_LIFETIME) > 0) {
            throw new IllegalArgumentException("expires: not within two hours after it was issued");
        }
    }

    Announcement with(Offer offered) {
        return new Announcement(peerId, network, endpoints, offered, issued, expires, leaving);
    }
}
