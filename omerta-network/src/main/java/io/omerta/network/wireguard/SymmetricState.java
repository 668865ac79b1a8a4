package io.omerta.network.wireguard;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The SymmetricState of the Noise framework (revision 34, section 5.2): the chaining key, the transcript hash and the
 * current key. In this pattern every key seals once, so the nonce is always 0.
 */
final class SymmetricState implements AutoCloseable {
    private static final byte[] PROTOCOL_NAME =
            "Noise_IKpsk2_25519_ChaChaPoly_BLAKE2s".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private final Aead aead;
    private byte[] chainingKey;
    private final byte[] hash;
    private SealingKey key = new SealingKey(new byte[KeyText.KEY_BYTES]);

    SymmetricState(Aead aead, byte[] prologue, PublicKey responder) {
        this.aead = aead;
        this.hash = Blake2s.hash(PROTOCOL_NAME);
        this.chainingKey = hash.clone();
        mixHash(prologue, 0, prologue.length);
        mixHash(responder.bytes(), 0, KeyText.KEY_BYTES);
    }

    private SymmetricState(SymmetricState other) {
        this.aead = other.aead;
        this.hash = other.hash.clone();
        this.chainingKey = other.chainingKey.clone();
    }

    /** A copy at a point where no key is held: a message that turns out to be forged then changes nothing. */
    SymmetricState fork() {
        return new SymmetricState(this);
    }

    void mixHash(byte[] data, int offset, int length) {
        Blake2s.mixInto(hash, data, offset, length);
    }

    /**
     * Token {@code e}: the public key goes into the hash and, since a pre-shared key is used, into the chaining key.
     */
    void mixEphemeral(byte[] message, int offset) {
        byte[] point = Arrays.copyOfRange(message, offset, offset + KeyText.KEY_BYTES);
        mixHash(point, 0, point.length);
        byte[][] keys = Blake2s.kdf(1, chainingKey, point);
        replaceChainingKey(keys[0]);
    }

    /** Tokens {@code es}, {@code ss}, {@code ee}, {@code se}. */
    void mixKey(byte[] shared) {
        byte[][] keys = Blake2s.kdf(2, chainingKey, shared);
        replaceChainingKey(keys[0]);
        replaceKey(keys[1]);
    }

    /** Token {@code psk}. */
    void mixKeyAndHash(PresharedKey presharedKey) {
        byte[][] keys = Blake2s.kdf(3, chainingKey, presharedKey.bytes());
        replaceChainingKey(keys[0]);
        mixHash(keys[1], 0, keys[1].length);
        Arrays.fill(keys[1], (byte) 0);
        replaceKey(keys[2]);
    }

    /** Seals {@code plain} to {@code out}, where it takes 16 bytes more. */
    void seal(byte[] plain, byte[] out, int offset) {
        aead.seal(key, 0, hash, plain, 0, plain.length, out, offset);
        mixHash(out, offset, plain.length + Aead.TAG_BYTES);
    }

    /** Opens {@code plain.length + 16} bytes into {@code plain}; false where they are forged. */
    boolean open(byte[] in, int offset, byte[] plain) {
        int length = plain.length + Aead.TAG_BYTES;
        if (!aead.open(key, 0, hash, in, offset, length, plain, 0)) {
            return false;
        }
        mixHash(in, offset, length);
        return true;
    }

    /** The transcript hash. */
    byte[] hash() {
        return hash.clone();
    }

    /** The two keys of the session: the initiator sends with the first, the responder with the second. */
    SealingKey[] split() {
        byte[][] keys = Blake2s.kdf(2, chainingKey, NOTHING);
        return new SealingKey[] {new SealingKey(keys[0]), new SealingKey(keys[1])};
    }

    private void replaceChainingKey(byte[] next) {
        Arrays.fill(chainingKey, (byte) 0);
        chainingKey = next;
    }

    private void replaceKey(byte[] next) {
        key.destroy();
        key = new SealingKey(next);
    }

    @Override
    public void close() {
        Arrays.fill(chainingKey, (byte) 0);
        Arrays.fill(hash, (byte) 0);
        key.destroy();
    }
}
