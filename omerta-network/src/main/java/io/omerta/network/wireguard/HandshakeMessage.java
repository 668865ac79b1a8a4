package io.omerta.network.wireguard;

/** What messages 1 and 2 have in common: the sender's index, and two MACs at the end. */
abstract sealed class HandshakeMessage extends Message permits InitiationMessage, ResponseMessage {
    private static final int SENDER = 4;

    HandshakeMessage(byte[] bytes, int offset, int length) {
        super(bytes, offset, length);
    }

    int sender() {
        return intAt(SENDER);
    }

    int mac1Offset() {
        return length - 2 * Blake2s.MAC_BYTES;
    }

    int mac2Offset() {
        return length - Blake2s.MAC_BYTES;
    }

    byte[] mac1() {
        return copy(mac1Offset(), Blake2s.MAC_BYTES);
    }

    byte[] mac2() {
        return copy(mac2Offset(), Blake2s.MAC_BYTES);
    }

    /** Starts a message in {@code bytes}: the type, the reserved bytes and the sender's index. */
    static void writeHeader(byte[] bytes, MessageType type, int sender) {
        LittleEndian.putInt(bytes, 0, type.header());
        LittleEndian.putInt(bytes, SENDER, sender);
    }
}
