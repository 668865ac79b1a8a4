package io.omerta.provider.gate;

import static io.omerta.provider.gate.Octets.u8;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What a WireGuard message looks like from outside: type, reserved bytes and size. */
public final class WireGuardMessages {
    private static final int INITIATION = 1;
    private static final int RESPONSE = 2;
    private static final int COOKIE_REPLY = 3;
    private static final int DATA = 4;

    private static final int INITIATION_BYTES = 148;
    private static final int RESPONSE_BYTES = 92;
    private static final int COOKIE_REPLY_BYTES = 64;
    /** A keepalive: header of 16 bytes and the tag of an empty packet. Packets are padded to multiples of 16. */
    private static final int SMALLEST_DATA_BYTES = 32;

    private static final int DATA_BLOCK_BYTES = 16;
    private static final int HEADER_BYTES = 4;

    private WireGuardMessages() {}

    /** Whether it could be the first message of a handshake; any bytes. */
    public static boolean isInitiation(byte[] bytes) {
        return isOf(INITIATION, bytes);
    }

    /** Whether it could be the answer to an initiation; any bytes. */
    public static boolean isResponse(byte[] bytes) {
        return isOf(RESPONSE, bytes);
    }

    private static boolean isOf(int type, byte[] bytes) {
        return problem(bytes, 0, bytes.length) == null && u8(bytes, 0) == type;
    }

    /** Whether a message is one of the tunnel's data, and none of a handshake. */
    public static boolean isData(ByteBuffer message) {
        return message.get(message.position()) == DATA;
    }

    /** Why these bytes are no WireGuard message, or null when they look like one. */
    static @Nullable String problem(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length < HEADER_BYTES) {
            return "a payload of " + length + " bytes is no WireGuard message";
        }
        if (length > GuestLink.MAX_DATAGRAM_BYTES) {
            return "a payload of " + length + " bytes is larger than a WireGuard message can be";
        }
        if (!Octets.allZero(bytes, from + 1, from + HEADER_BYTES)) {
            return "not a WireGuard message";
        }
        int type = u8(bytes, from);
        return switch (type) {
            case INITIATION -> sizeProblem(type, length, INITIATION_BYTES);
            case RESPONSE -> sizeProblem(type, length, RESPONSE_BYTES);
            case COOKIE_REPLY -> sizeProblem(type, length, COOKIE_REPLY_BYTES);
            case DATA -> dataProblem(length);
            default -> "not a WireGuard message: type " + type;
        };
    }

    private static @Nullable String sizeProblem(int type, int length, int expected) {
        return length == expected
                ? null
                : "a WireGuard message of type " + type + " with " + length + " bytes instead of " + expected;
    }

    private static @Nullable String dataProblem(int length) {
        return length >= SMALLEST_DATA_BYTES && length % DATA_BLOCK_BYTES == 0
                ? null
                : "a WireGuard message of type 4 with " + length + " bytes, not a multiple of 16 from 32 up";
    }
}
