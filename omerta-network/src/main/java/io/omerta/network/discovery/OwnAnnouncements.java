package io.omerta.network.discovery;

import io.omerta.core.identity.Identity;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.NetworkId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
        Offer whole = offer.get();
        List<Endpoint> where = endpoints.list();
        int left = whole.images().size() + whole.languages().size() + where.size();
        Announcement announcement = at(issued, network, leaving, whole, where);
        while (!SignedAnnouncement.fits(identity, announcement)) {
            left--;
            announcement = at(issued, network, leaving, part(whole, left - where.size()), part(where, left));
        }
        return announcement;
    }

    private Announcement at(Instant issued, NetworkId network, boolean leaving, Offer offered, List<Endpoint> where) {
        return new Announcement(identity.peerId(), network, where, offered, issued, issued.plus(lifetime), leaving);
    }

    /** What comes first counts most: where it is, languages, images. */
    private static Offer part(Offer whole, int most) {
        List<String> languages = part(whole.languages(), most);
        List<ImageDigest> images = part(whole.images(), most - languages.size());
        return new Offer(
                whole.version(),
                whole.lending(),
                whole.capacity(),
                whole.available(),
                languages,
                images,
                whole.queuedJobs());
    }

    private static <T> List<T> part(List<T> whole, int most) {
        return whole.subList(0, Math.clamp(most, 0, whole.size()));
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
