package io.omerta.network.discovery;

import io.omerta.core.identity.Identity;
import io.omerta.core.network.NetworkId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/** Says what this machine has to say about itself. Safe for use by several threads. */
final class OwnAnnouncements {
    private final Identity identity;
    private final Supplier<Offer> offer;
    private final LocalEndpoints endpoints;
    private final Duration lifetime;
    private final InstantSource time;
    private Instant last = Instant.EPOCH;

    OwnAnnouncements(
            Identity identity, Supplier<Offer> offer, LocalEndpoints endpoints, Duration lifetime, InstantSource time) {
        this.identity = identity;
        this.offer = offer;
        this.endpoints = endpoints;
        this.lifetime = lifetime;
        this.time = time;
    }

    Announcement at(Instant issued, NetworkId network, boolean leaving) {
        return new Announcement(
                identity.peerId(), network, endpoints.list(), offer.get(), issued, issued.plus(lifetime), leaving);
    }

    SignedAnnouncement signed(Instant issued, NetworkId network, boolean leaving) {
        return SignedAnnouncement.sign(identity, at(issued, network, leaving));
    }

    /** Later than any before, also when the clock is set back: others believe the later one. */
    synchronized Instant nextIssue() {
        Instant now = time.instant().truncatedTo(ChronoUnit.MILLIS);
        last = now.isAfter(last) ? now : last.plusMillis(1);
        return last;
    }
}
