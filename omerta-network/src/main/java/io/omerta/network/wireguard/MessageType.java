package io.omerta.network.wireguard;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The four messages of WireGuard, as far as their outside tells. */
public enum MessageType {
    INITIATION(1, InitiationMessage.BYTES, true),
    RESPONSE(2, ResponseMessage.BYTES, true),
    COOKIE_REPLY(3, CookieReplyMessage.BYTES, true),
    TRANSPORT(4, TransportMessage.MIN_BYTES, false);

    /** The type byte and three reserved ones, read as one little-endian integer. */
    private final int header;

    private final int bytes;
    private final boolean exact;

    MessageType(int header, int bytes, boolean exact) {
        this.header = header;
        this.bytes = bytes;
        this.exact = exact;
    }

    /** The type of a datagram (its remaining bytes); empty where it is no well-formed WireGuard message. */
    public static Optional<MessageType> of(ByteBuffer datagram) {
        int length = datagram.remaining();
        if (length < Integer.BYTES) {
            return Optional.empty();
        }
        int at = datagram.position();
        int header = (datagram.get(at) & 0xff)
                | ((datagram.get(at + 1) & 0xff) << 8)
                | ((datagram.get(at + 2) & 0xff) << 16)
                | ((datagram.get(at + 3) & 0xff) << 24);
        return Optional.ofNullable(of(header, length));
    }

    static @Nullable MessageType of(int header, int length) {
        for (MessageType type : VALUES) {
            if (type.header == header) {
                return length == type.bytes || (length > type.bytes && !type.exact) ? type : null;
            }
        }
        return null;
    }

    int header() {
        return header;
    }

    private static final MessageType[] VALUES = values();
}
