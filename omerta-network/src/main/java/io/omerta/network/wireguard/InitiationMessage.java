package io.omerta.network.wireguard;

/** Message 1; see the package for its layout. */
final class InitiationMessage extends HandshakeMessage {
    static final int BYTES = 148;
    /** Where the Noise message starts. */
    static final int NOISE = 8;

    InitiationMessage(byte[] bytes, int offset) {
        super(bytes, offset, BYTES);
    }
}
