package io.omerta.daemon;

import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.Resources;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.network.discovery.Member;
import io.omerta.network.discovery.Offer;
import io.omerta.network.message.ResourcesMessages;
import io.omerta.proto.local.Peer;
import java.time.Instant;

/** A member as the local API shows it. */
final class PeerViews {
    private PeerViews() {}

    static Peer of(Member member, Network network, int reputation, Instant now) {
        Offer offer = member.announcement().offer();
        boolean reached = member.up() && !member.endpoints().isEmpty();
        return Peer.newBuilder()
                .setPath(reached ? "direct" : "")
                .setPathAddress(reached ? member.endpoints().getFirst().address() : "")
                .setPeerId(member.peerId().text())
                .setName(member.peerId().name().text())
                .setNetworkId(network.id().hex())
                .setNetworkName(network.name())
                .setReputation(reputation)
                .setUp(member.up())
                .setLending(offer.lending())
                .setCapacity(resources(offer.capacity()))
                .setAvailable(resources(offer.available()))
                .addAllLanguages(offer.languages())
                .addAllImages(offer.images().stream().map(ImageDigest::text).toList())
                .addAllEndpoints(
                        member.endpoints().stream().map(Endpoint::address).toList())
                .setVersion(offer.version())
                .setLastSeenUnixMs(member.silentFor()
                        .map(silence -> now.minus(silence).toEpochMilli())
                        .orElse(0L))
                .setLatencyUs(member.latency()
                        .map(latency -> (int) (latency.toNanos() / 1_000))
                        .orElse(0))
                .build();
    }

    static io.omerta.proto.job.Resources resources(Resources resources) {
        return ResourcesMessages.toProto(resources);
    }
}
