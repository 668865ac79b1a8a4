package io.omerta.network.discovery;

import com.google.protobuf.ByteString;
import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.NetworkId;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.message.ResourcesMessages;
import io.omerta.network.transport.SignatureLabel;
import io.omerta.network.transport.SignedContent;
import io.omerta.proto.peer.Signed;
import java.time.Instant;
import java.util.List;

/** An announcement with the bytes that its owner signed, which are what is passed on. */
record SignedAnnouncement(Announcement announcement, Signed signed) {
    /** With its signature and a search term it fits into one datagram. */
    static final int MOST_BYTES = SignatureLabel.ANNOUNCEMENT.maxBytes();

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** @throws IllegalArgumentException if it is larger than {@link #MOST_BYTES} */
    static SignedAnnouncement sign(Identity identity, Announcement announcement) {
        var message = message(identity, announcement);
        if (message.getSerializedSize() > MOST_BYTES) {
            throw new IllegalArgumentException("announcement: " + message.getSerializedSize() + " bytes");
        }
        return new SignedAnnouncement(announcement, SignedContent.sign(identity, SignatureLabel.ANNOUNCEMENT, message));
    }

    static boolean fits(Identity identity, Announcement announcement) {
        return message(identity, announcement).getSerializedSize() <= MOST_BYTES;
    }

    private static io.omerta.proto.peer.Announcement message(Identity identity, Announcement announcement) {
        Offer offer = announcement.offer();
        return io.omerta.proto.peer.Announcement.newBuilder()
                .setPublicKey(ByteString.copyFrom(identity.publicKey()))
                .setNetworkId(ByteString.copyFrom(announcement.network().toBytes()))
                .addAllEndpoints(
                        announcement.endpoints().stream().map(Endpoint::address).toList())
                .setVersion(offer.version())
                .setLending(offer.lending())
                .setCapacity(ResourcesMessages.toProto(offer.capacity()))
                .setAvailable(ResourcesMessages.toProto(offer.available()))
                .addAllLanguages(offer.languages())
                .addAllImages(offer.images().stream()
                        .map(image -> ByteString.copyFrom(image.toBytes()))
                        .toList())
                .setIssuedUnixMs(announcement.issued().toEpochMilli())
                .setExpiresUnixMs(announcement.expires().toEpochMilli())
                .setQueuedJobs(offer.queuedJobs())
                .setLeaving(announcement.leaving())
                .build();
    }

    /**
     * Reads and checks all that can be checked without knowing others or the time: form, signature, network.
     *
     * @throws InvalidMessageException naming what is wrong
     */
    static SignedAnnouncement read(Signed signed, NetworkId network) throws InvalidMessageException {
        var message = SignedContent.open(
                signed,
                SignatureLabel.ANNOUNCEMENT,
                io.omerta.proto.peer.Announcement.parser(),
                io.omerta.proto.peer.Announcement::getPublicKey);
        if (!message.getNetworkId().equals(ByteString.copyFrom(network.toBytes()))) {
            throw new InvalidMessageException("announcement.network_id", "of another network");
        }
        Announcement announcement = announcement(message, network);
        return new SignedAnnouncement(announcement, signed);
    }

    private static Announcement announcement(io.omerta.proto.peer.Announcement message, NetworkId network)
            throws InvalidMessageException {
        PeerId owner = owner(message);
        Offer offer = offer(message);
        try {
            return new Announcement(
                    owner,
                    network,
                    endpoints(message),
                    offer,
                    time(message.getIssuedUnixMs()),
                    time(message.getExpiresUnixMs()),
                    message.getLeaving());
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    private static Offer offer(io.omerta.proto.peer.Announcement message) throws InvalidMessageException {
        var capacity = ResourcesMessages.fromProto(message.getCapacity());
        var available = ResourcesMessages.fromProto(message.getAvailable());
        try {
            return new Offer(
                    message.getVersion(),
                    message.getLending(),
                    capacity,
                    available,
                    message.getLanguagesList(),
                    message.getImagesList().stream()
                            .map(image -> ImageDigest.ofBytes(image.toByteArray()))
                            .toList(),
                    message.getQueuedJobs());
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    private static List<Endpoint> endpoints(io.omerta.proto.peer.Announcement message) {
        if (message.getEndpointsCount() > Announcement.MAX_ENDPOINTS) {
            throw new IllegalArgumentException("endpoints: more than " + Announcement.MAX_ENDPOINTS);
        }
        return message.getEndpointsList().stream().map(Endpoint::parse).toList();
    }

    private static PeerId owner(io.omerta.proto.peer.Announcement message) throws InvalidMessageException {
        if (message.getPublicKey().size() != Identity.PUBLIC_KEY_BYTES) {
            throw new InvalidMessageException("announcement.public_key", "not 32 bytes");
        }
        return PeerId.ofPublicKey(message.getPublicKey().toByteArray());
    }

    private static Instant time(long unixMillis) {
        if (unixMillis < 0 || unixMillis > LATEST.toEpochMilli()) {
            throw new IllegalArgumentException("time: not between the years 1970 and 9999");
        }
        return Instant.ofEpochMilli(unixMillis);
    }

    private static InvalidMessageException refused(IllegalArgumentException e) {
        return new InvalidMessageException("announcement", String.valueOf(e.getMessage()));
    }
}
