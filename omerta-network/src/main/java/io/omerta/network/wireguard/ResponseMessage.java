package io.omerta.network.wireguard;

/** Message 2; see the package for its layout. */
final class ResponseMessage extends HandshakeMessage {
    static final int BYTES = 92;
    /** Where the Noise message starts. */
    static final int NOISE = 12;

    private static final int RECEIVER = 8;

    ResponseMessage(byte[] bytes, int offset) {
        super(bytes, offset, BYTES);
    }

    int receiver() {
        return intAt(RECEIVER);
    }

    static void writeReceiver(byte[] bytes, int receiver) {
        LittleEndian.putInt(bytes, RECEIVER, receiver);
    }
}
