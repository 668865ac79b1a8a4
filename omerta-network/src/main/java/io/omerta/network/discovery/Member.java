package io.omerta.network.discovery;

import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A peer of a network as this machine knows it.
 *
 * @param announcement its newest
 * @param self it is this machine
 * @param up heard from, by itself, within the last 30 s; always for this machine
 * @param silentFor how long ago it was heard from; empty if never, known only from others
 * @param latency of one question and its answer on a connection that stood; empty before the first
 * @param endpoints to dial, in this order: where it has answered before what it announces
 */
public record Member(
        Announcement announcement,
        boolean self,
        boolean up,
        Optional<Duration> silentFor,
        Optional<Duration> latency,
        List<Endpoint> endpoints) {
    public Member {
        endpoints = List.copyOf(endpoints);
    }

    public PeerId peerId() {
        return announcement.peerId();
    }
}
