package io.omerta.network.transport;

import com.google.protobuf.ByteString;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.path.PathKey;

/** {@link io.omerta.network.path.PathOffer} in messages of a tunnel. */
final class PathOfferMessages {
    private PathOfferMessages() {}

    static io.omerta.proto.peer.PathOffer toProto(io.omerta.network.path.PathOffer offer) {
        return io.omerta.proto.peer.PathOffer.newBuilder()
                .setPathId(offer.id())
                .setPort(offer.port())
                .setKey(ByteString.copyFrom(offer.key().toBytes()))
                .build();
    }

    static io.omerta.network.path.PathOffer fromProto(io.omerta.proto.peer.PathOffer message)
            throws InvalidMessageException {
        int port = message.getPort();
        if (port < io.omerta.network.path.PathOffer.LOWEST_PORT || port > 65_535) {
            throw new InvalidMessageException("path_offer.port", "not between 1024 and 65535");
        }
        if (message.getKey().size() != PathKey.BYTES) {
            throw new InvalidMessageException("path_offer.key", message.getKey().size() + " bytes, 32 expected");
        }
        return new io.omerta.network.path.PathOffer(
                message.getPathId(), port, PathKey.ofBytes(message.getKey().toByteArray()));
    }
}
