package io.omerta.network.wireguard;

/** Message 4; see the package for its layout. */
final class TransportMessage extends Message {
    static final int HEADER_BYTES = 16;
    /** A keepalive: nothing but the tag. */
    static final int MIN_BYTES = HEADER_BYTES + Aead.TAG_BYTES;

    private static final int RECEIVER = 4;
    private static final int COUNTER = 8;

    TransportMessage(byte[] bytes, int offset, int length) {
        super(bytes, offset, length);
    }

    int receiver() {
        return intAt(RECEIVER);
    }

    long counter() {
        return LittleEndian.getLong(bytes, offset + COUNTER);
    }

    int bodyOffset() {
        return offset + HEADER_BYTES;
    }

    /** The sealed bytes, the tag included. */
    int bodyLength() {
        return length - HEADER_BYTES;
    }

    static void writeHeader(byte[] out, int offset, int receiver, long counter) {
        LittleEndian.putInt(out, offset, MessageType.TRANSPORT.header());
        LittleEndian.putInt(out, offset + RECEIVER, receiver);
        LittleEndian.putLong(out, offset + COUNTER, counter);
    }
}
