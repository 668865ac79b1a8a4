package io.omerta.network.wireguard;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The initiator's side of one handshake {@code IKpsk2} (paper, section 5.4): first {@link #writeInitiation}, then
 * {@link #readResponse} until one is genuine, then {@link #split}.
 */
final class NoiseInitiator implements AutoCloseable {
    /** The ephemeral key and the sealed static key; the sealed payload follows. */
    static final int PAYLOAD_OFFSET = KeyText.KEY_BYTES + KeyText.KEY_BYTES + Aead.TAG_BYTES;

    private final PrivateKey identity;
    private final PrivateKey ephemeral;
    private final PublicKey responder;
    private SymmetricState state;

    NoiseInitiator(Aead aead, byte[] prologue, PrivateKey identity, PublicKey responder, PrivateKey ephemeral) {
        this.identity = identity;
        this.ephemeral = ephemeral;
        this.responder = responder;
        this.state = new SymmetricState(aead, prologue, responder);
    }

    /**
     * Writes {@code e, es, s, ss} and the payload: {@code PAYLOAD_OFFSET + payload.length + 16} bytes.
     *
     * @param staticShared DH of the two static keys
     * @return false where the responder's key is of low order
     */
    boolean writeInitiation(byte[] staticShared, byte[] payload, byte[] out, int offset) {
        System.arraycopy(ephemeral.publicKey().bytes(), 0, out, offset, KeyText.KEY_BYTES);
        state.mixEphemeral(out, offset);
        byte[] shared = ephemeral.agree(responder.bytes());
        if (shared == null) {
            return false;
        }
        state.mixKey(shared);
        Arrays.fill(shared, (byte) 0);
        state.seal(identity.publicKey().bytes(), out, offset + KeyText.KEY_BYTES);
        state.mixKey(staticShared);
        state.seal(payload, out, offset + PAYLOAD_OFFSET);
        return true;
    }

    /**
     * Reads {@code e, ee, se, psk} and the payload; null, and nothing has changed, where the message is not genuine.
     */
    byte @Nullable [] readResponse(PresharedKey presharedKey, int payloadBytes, byte[] in, int offset) {
        SymmetricState attempt = state.fork();
        byte[] payload = new byte[payloadBytes];
        if (!read(attempt, presharedKey, in, offset, payload)) {
            attempt.close();
            return null;
        }
        state.close();
        state = attempt;
        return payload;
    }

    private boolean read(SymmetricState attempt, PresharedKey presharedKey, byte[] in, int offset, byte[] payload) {
        byte[] theirs = Arrays.copyOfRange(in, offset, offset + KeyText.KEY_BYTES);
        attempt.mixEphemeral(theirs, 0);
        byte[] fromEphemeral = ephemeral.agree(theirs);
        byte[] fromStatic = identity.agree(theirs);
        if (fromEphemeral == null || fromStatic == null) {
            return false;
        }
        attempt.mixKey(fromEphemeral);
        attempt.mixKey(fromStatic);
        Arrays.fill(fromEphemeral, (byte) 0);
        Arrays.fill(fromStatic, (byte) 0);
        attempt.mixKeyAndHash(presharedKey);
        return attempt.open(in, offset + KeyText.KEY_BYTES, payload);
    }

    byte[] handshakeHash() {
        return state.hash();
    }

    SessionKeys split() {
        SealingKey[] keys = state.split();
        return new SessionKeys(keys[0], keys[1]);
    }

    @Override
    public void close() {
        ephemeral.close();
        state.close();
    }
}
