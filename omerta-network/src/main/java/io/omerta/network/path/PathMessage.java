package io.omerta.network.path;

import java.nio.ByteBuffer;

/** The first eight octets of everything on a path; the format is in the package's description. */
final class PathMessage {
    static final int HEADER_BYTES = 8;

    /** WireGuard's data message around a packet of 1408, the tunnel's MTU. */
    static final int MAX_DATAGRAM_BYTES = 1_440;

    static final int MAX_BYTES = HEADER_BYTES + MAX_DATAGRAM_BYTES;

    static final int DATAGRAM = 1;

    private static final int MARK = ('o' << 8 | 'p') << 16;

    private PathMessage() {}

    /** Whether this can be a message of a path at all: only then may it be asked for the rest. */
    static boolean isOne(ByteBuffer message) {
        int length = message.remaining();
        return length > HEADER_BYTES
                && length <= MAX_BYTES
                && (message.getInt(message.position()) & 0xffff_0000) == MARK;
    }

    static int kind(ByteBuffer message) {
        return message.get(message.position() + 2);
    }

    static int flags(ByteBuffer message) {
        return message.get(message.position() + 3);
    }

    static int receiver(ByteBuffer message) {
        return message.getInt(message.position() + 4);
    }

    static void putHeader(ByteBuffer to, int kind, int flags, int receiver) {
        to.putInt(MARK | kind << 8 | flags).putInt(receiver);
    }
}
