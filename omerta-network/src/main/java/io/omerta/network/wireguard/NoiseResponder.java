package io.omerta.network.wireguard;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The responder's side of one handshake {@code IKpsk2} (paper, section 5.4): {@link #readInitiator}, {@link
 * #readPayload}, {@link #writeResponse}, {@link #split}, in this order. Closed and thrown away as soon as one of them
 * fails.
 */
final class NoiseResponder implements AutoCloseable {
    private final PrivateKey identity;
    private final SymmetricState state;
    private final byte[] theirEphemeral = new byte[KeyText.KEY_BYTES];
    private final byte[] theirStatic = new byte[KeyText.KEY_BYTES];

    NoiseResponder(Aead aead, byte[] prologue, PrivateKey identity) {
        this.identity = identity;
        this.state = new SymmetricState(aead, prologue, identity.publicKey());
    }

    /** Reads {@code e, es, s}: who claims to call; null where the message is not genuine. */
    @Nullable
    PublicKey readInitiator(byte[] in, int offset) {
        System.arraycopy(in, offset, theirEphemeral, 0, KeyText.KEY_BYTES);
        state.mixEphemeral(theirEphemeral, 0);
        byte[] shared = identity.agree(theirEphemeral);
        if (shared == null) {
            return null;
        }
        state.mixKey(shared);
        Arrays.fill(shared, (byte) 0);
        return state.open(in, offset + KeyText.KEY_BYTES, theirStatic) ? PublicKey.ofBytes(theirStatic) : null;
    }

    /**
     * Reads {@code ss} and the payload: this proves that the caller has the static key.
     *
     * @param staticShared DH of the two static keys
     * @return null where the message is not genuine
     */
    byte @Nullable [] readPayload(byte[] staticShared, int payloadBytes, byte[] in, int offset) {
        state.mixKey(staticShared);
        byte[] payload = new byte[payloadBytes];
        return state.open(in, offset + NoiseInitiator.PAYLOAD_OFFSET, payload) ? payload : null;
    }

    /**
     * Writes {@code e, ee, se, psk} and the payload: {@code 32 + payload.length + 16} bytes.
     *
     * @return false where a key of the initiator is of low order
     */
    boolean writeResponse(PrivateKey ephemeral, PresharedKey presharedKey, byte[] payload, byte[] out, int offset) {
        System.arraycopy(ephemeral.publicKey().bytes(), 0, out, offset, KeyText.KEY_BYTES);
        state.mixEphemeral(out, offset);
        byte[] fromEphemeral = ephemeral.agree(theirEphemeral);
        byte[] fromStatic = ephemeral.agree(theirStatic);
        if (fromEphemeral == null || fromStatic == null) {
            return false;
        }
        state.mixKey(fromEphemeral);
        state.mixKey(fromStatic);
        Arrays.fill(fromEphemeral, (byte) 0);
        Arrays.fill(fromStatic, (byte) 0);
        state.mixKeyAndHash(presharedKey);
        state.seal(payload, out, offset + KeyText.KEY_BYTES);
        return true;
    }

    byte[] handshakeHash() {
        return state.hash();
    }

    SessionKeys split() {
        SealingKey[] keys = state.split();
        return new SessionKeys(keys[1], keys[0]);
    }

    @Override
    public void close() {
        state.close();
    }
}
