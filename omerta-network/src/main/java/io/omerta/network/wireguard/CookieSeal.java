package io.omerta.network.wireguard;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.XChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/** XAEAD of the paper, section 5.4.7: XChaCha20-Poly1305, with a random nonce of 24 bytes. */
final class CookieSeal {
    static final int NONCE_BYTES = 24;
    private static final int TAG_BITS = 128;

    private CookieSeal() {}

    static byte[] seal(byte[] key, byte[] nonce, byte[] extra, byte[] plain) {
        try {
            return apply(true, key, nonce, extra, plain);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("could not seal a cookie: the cipher refused", e);
        }
    }

    /** The plain bytes, or null where the tag is wrong. */
    static byte @Nullable [] open(byte[] key, byte[] nonce, byte[] extra, byte[] sealed) {
        try {
            return apply(false, key, nonce, extra, sealed);
        } catch (InvalidCipherTextException forged) {
            return null;
        }
    }

    private static byte[] apply(boolean seal, byte[] key, byte[] nonce, byte[] extra, byte[] in)
            throws InvalidCipherTextException {
        XChaCha20Poly1305 cipher = new XChaCha20Poly1305();
        cipher.init(seal, new AEADParameters(new KeyParameter(key), TAG_BITS, nonce, extra));
        byte[] out = new byte[cipher.getOutputSize(in.length)];
        int written = cipher.processBytes(in, 0, in.length, out, 0);
        cipher.doFinal(out, written);
        return out;
    }
}
