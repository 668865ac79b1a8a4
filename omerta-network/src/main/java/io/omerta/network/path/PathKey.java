package io.omerta.network.path;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** Shows that a proof comes from the other end of one path. Told over TLS alone; {@link #close} wipes it. */
public final class PathKey implements AutoCloseable {
    public static final int BYTES = 32;
    static final int MAC_BYTES = 16;

    private final byte[] bytes;

    private PathKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param random cryptographically strong outside of tests */
    static PathKey generate(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new PathKey(bytes);
    }

    /**
     * Takes a copy.
     *
     * @throws IllegalArgumentException unless there are 32 bytes
     */
    public static PathKey ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("path key: " + bytes.length + " bytes, " + BYTES + " expected");
        }
        return new PathKey(bytes.clone());
    }

    /** A copy, for the message that tells it. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Over the first {@code length} octets; 16 octets. */
    byte[] mac(byte[] octets, int length) {
        HMac hmac = new HMac(new SHA256Digest());
        hmac.init(new KeyParameter(bytes));
        hmac.update(octets, 0, length);
        byte[] whole = new byte[hmac.getMacSize()];
        hmac.doFinal(whole, 0);
        return Arrays.copyOf(whole, MAC_BYTES);
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathKey that && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** Constant, so that no table tells anything about the key. */
    @Override
    public int hashCode() {
        return PathKey.class.hashCode();
    }

    @Override
    public String toString() {
        return "PathKey[hidden]";
    }
}
