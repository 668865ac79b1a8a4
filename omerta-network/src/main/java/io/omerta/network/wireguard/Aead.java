package io.omerta.network.wireguard;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * AEAD of the paper, section 5.4: ChaCha20-Poly1305 (RFC 8439) whose nonce is 32 zero bits and a little-endian counter.
 *
 * <p>This is the data path: it holds nothing but a reusable cipher, so several threads may work for one device with an
 * instance each. One instance belongs to one thread at a time.
 *
 * <p>The cipher is the JDK's: a full packet takes 1.7 µs, half of it to set the key, against 1.1 µs by OpenSSL 3.0 through
 * {@link java.lang.foreign} (AVX-512), of the 5 µs or more that the hub spends on the packet. That is not worth keys in another
 * library's memory, and a library that may not be there.
 */
final class Aead {
    static final int TAG_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final byte[] NO_DATA = {};

    private final Cipher cipher;
    private final byte[] nonce = new byte[NONCE_BYTES];

    Aead() {
        this(0);
    }

    /** @param noncePrefix the first 32 bits of every nonce, little endian: 0 in WireGuard */
    Aead(int noncePrefix) {
        LittleEndian.putInt(nonce, 0, noncePrefix);
        try {
            cipher = Cipher.getInstance("ChaCha20-Poly1305");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("could not start WireGuard: this Java has no ChaCha20-Poly1305", e);
        }
    }

    /** Seals without additional data; {@code in} and {@code out} may be the same bytes. Writes {@code length + 16}. */
    void seal(SealingKey key, long counter, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        seal(key, counter, NO_DATA, in, inOffset, length, out, outOffset);
    }

    void seal(
            SealingKey key,
            long counter,
            byte[] extra,
            byte[] in,
            int inOffset,
            int length,
            byte[] out,
            int outOffset) {
        try {
            init(Cipher.ENCRYPT_MODE, key, counter, extra);
            cipher.doFinal(in, inOffset, length, out, outOffset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("could not seal a packet: the cipher refused", e);
        }
    }

    /**
     * Opens {@code length} bytes, the tag included; {@code in} and {@code out} may be the same bytes.
     *
     * @return false where the tag is wrong; {@code out} is then unchanged
     */
    boolean open(SealingKey key, long counter, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        return open(key, counter, NO_DATA, in, inOffset, length, out, outOffset);
    }

    boolean open(
            SealingKey key,
            long counter,
            byte[] extra,
            byte[] in,
            int inOffset,
            int length,
            byte[] out,
            int outOffset) {
        if (length < TAG_BYTES) {
            return false;
        }
        try {
            init(Cipher.DECRYPT_MODE, key, counter, extra);
            cipher.doFinal(in, inOffset, length, out, outOffset);
            return true;
        } catch (AEADBadTagException forged) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("could not open a packet: the cipher refused", e);
        }
    }

    /** The cipher keeps a copy of the last key until its next use; this overwrites it. */
    void forgetKey() {
        try {
            init(Cipher.DECRYPT_MODE, new SealingKey(new byte[KeyText.KEY_BYTES]), 0, NO_DATA);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("could not wipe a key: the cipher refused", e);
        }
    }

    private void init(int mode, SealingKey key, long counter, byte[] extra) throws GeneralSecurityException {
        LittleEndian.putLong(nonce, NONCE_BYTES - Long.BYTES, counter);
        cipher.init(mode, key, new IvParameterSpec(nonce));
        if (extra.length > 0) {
            cipher.updateAAD(extra);
        }
    }
}
