package io.omerta.network.wireguard;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A symmetric key that two peers share besides their key pairs (paper, section 5.2). {@link #close} wipes it. */
public final class PresharedKey implements AutoCloseable {
    private final byte[] bytes;

    private PresharedKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A new key. {@code random} must be cryptographically strong ({@link java.security.SecureRandom}) outside of
     * tests.
     */
    public static PresharedKey generate(RandomGenerator random) {
        byte[] bytes = new byte[KeyText.KEY_BYTES];
        random.nextBytes(bytes);
        return new PresharedKey(bytes);
    }

    /**
     * Reads a key; the array stays the caller's.
     *
     * @throws IllegalArgumentException if it has not 32 bytes
     */
    public static PresharedKey ofBytes(byte[] bytes) {
        return new PresharedKey(KeyText.checked("pre-shared key", bytes));
    }

    /**
     * Reads the form that {@code wg genpsk} prints.
     *
     * @throws IllegalArgumentException if it is not 32 bytes in base64
     */
    public static PresharedKey parse(String base64) {
        return new PresharedKey(KeyText.parse("pre-shared key", base64));
    }

    /** What the protocol uses where no pre-shared key was agreed: 32 zeros. */
    static PresharedKey none() {
        return new PresharedKey(new byte[KeyText.KEY_BYTES]);
    }

    /** A copy that is wiped on its own. */
    PresharedKey copy() {
        return new PresharedKey(bytes.clone());
    }

    /** A copy of the 32 bytes; the caller wipes it. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** The form that {@code wg genpsk} prints. It is the secret itself: for configuration files only. */
    public String toBase64() {
        return KeyText.print(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Overwrites the key; it must not be used afterwards. */
    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PresharedKey that && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** Constant, so that no table tells anything about the key. */
    @Override
    public int hashCode() {
        return PresharedKey.class.hashCode();
    }

    @Override
    public String toString() {
        return "PresharedKey[hidden]";
    }
}
