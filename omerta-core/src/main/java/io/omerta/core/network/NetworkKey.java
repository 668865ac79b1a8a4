package io.omerta.core.network;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** The secret that all members of a network share: 256 random bits. Never in a log, compared in constant time. */
public final class NetworkKey {
    public static final int BYTES = 32;
    private static final byte[] ID_LABEL = "omerta network id v1\0".getBytes(StandardCharsets.UTF_8);

    private final byte[] bytes;

    private NetworkKey(byte[] bytes) {
        this.bytes = bytes;
    }

    public static NetworkKey random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new NetworkKey(bytes);
    }

    /** @throws IllegalArgumentException unless there are 32 bytes */
    public static NetworkKey ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("network key: " + bytes.length + " bytes, 32 expected");
        }
        return new NetworkKey(bytes.clone());
    }

    /** The caller wipes what it gets. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    public NetworkId id() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(ID_LABEL);
            return NetworkId.ofBytes(sha256.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NetworkKey key && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    @Override
    public String toString() {
        return "NetworkKey[secret]";
    }
}
