package io.omerta.network.wireguard;

import java.util.Arrays;
import javax.crypto.SecretKey;

/** A ChaCha20-Poly1305 key in the shape that {@link javax.crypto.Cipher} wants, but one that can really be wiped. */
@SuppressWarnings("serial")
final class SealingKey implements SecretKey {
    private final byte[] bytes;
    private volatile boolean destroyed;

    /** Takes the array over. */
    SealingKey(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public String getAlgorithm() {
        return "ChaCha20";
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /** A copy: the JDK's cipher overwrites it at its next use. */
    @Override
    public byte[] getEncoded() {
        if (destroyed) {
            throw new IllegalStateException("could not use a session key: it has been wiped");
        }
        return bytes.clone();
    }

    @Override
    public void destroy() {
        destroyed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public String toString() {
        return "SealingKey[hidden]";
    }
}
