package io.omerta.network.discovery;

import io.omerta.core.identity.Identity;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.Resources;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.NetworkId;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Announcements to test with. */
final class Announcements {
    static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    static final Duration LIFETIME = Duration.ofMinutes(2);
    static final NetworkId TEAM = NetworkId.ofBytes(HexFormat.of().parseHex("ab".repeat(32)));

    private Announcements() {}

    static Announcement of(Identity peer, Instant issued) {
        return of(peer, issued, false);
    }

    static Announcement of(Identity peer, Instant issued, boolean leaving) {
        Offer offer = new Offer(
                "0.1.0",
                true,
                new Resources(4, 1L << 33, 1L << 30),
                new Resources(1, 1L << 30, 1L << 30),
                List.of("bash"),
                List.of(new ImageDigest("sha256:" + "0f".repeat(32))),
                3);
        return new Announcement(
                peer.peerId(),
                TEAM,
                List.of(Endpoint.of("10.0.0.7", 50_051), Endpoint.of("2001:db8::1", 50_051)),
                offer,
                issued,
                issued.plus(LIFETIME),
                leaving);
    }
}
