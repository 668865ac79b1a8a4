package io.omerta.network.wireguard;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.SecretKey;

/**
 * A ChaCha20-Poly1305 key in the shape that {@link javax.crypto.Cipher} wants, but one that can really be wiped: by
 * {@link #destroy}, or, where others {@linkplain #hold hold} it, by the last of them. Safe for use by several threads.
 */
@SuppressWarnings("serial")
final class SealingKey implements SecretKey {
    /** The sign bit of {@link #holders}; its other bits count. */
    private static final int DOOMED = Integer.MIN_VALUE;

    private final byte[] bytes;
    private final AtomicInteger holders = new AtomicInteger();
    private volatile boolean wiped;

    /** Takes the array over. */
    SealingKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Keeps the key from being wiped until {@link #release}; false where that has been asked for already. */
    boolean hold() {
        return holders.getAndUpdate(count -> count < 0 ? count : count + 1) >= 0;
    }

    /** Ends what {@link #hold} began: once for each. */
    void release() {
        if (holders.decrementAndGet() == DOOMED) {
            wipe();
        }
    }

    /** Whether it is, or is about to be, wiped: nothing more is to be begun with it. */
    boolean isDoomed() {
        return holders.get() < 0;
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
        if (wiped) {
            throw new IllegalStateException("could not use a session key: it has been wiped");
        }
        return bytes.clone();
    }

    @Override
    public void destroy() {
        if (holders.getAndUpdate(count -> count | DOOMED) == 0) {
            wipe();
        }
    }

    private void wipe() {
        wiped = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return wiped;
    }

    @Override
    public String toString() {
        return "SealingKey[hidden]";
    }
}
