package io.omerta.network.wireguard;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/** An X25519 private key. Its content shows in no {@code toString}; {@link #close} wipes it. */
public final class PrivateKey implements AutoCloseable {
    private final byte[] bytes;
    private final PublicKey publicKey;

    private PrivateKey(byte[] bytes) {
        this.bytes = bytes;
        X25519.clampPrivateKey(bytes);
        byte[] point = new byte[X25519.POINT_SIZE];
        X25519.generatePublicKey(bytes, 0, point, 0);
        this.publicKey = PublicKey.ofBytes(point);
    }

    /**
     * A new key. {@code random} must be cryptographically strong ({@link java.security.SecureRandom}) outside of
     * tests.
     */
    public static PrivateKey generate(RandomGenerator random) {
        byte[] bytes = new byte[KeyText.KEY_BYTES];
        random.nextBytes(bytes);
        return new PrivateKey(bytes);
    }

    /**
     * Reads a key; the array stays the caller's.
     *
     * @throws IllegalArgumentException if it has not 32 bytes
     */
    public static PrivateKey ofBytes(byte[] bytes) {
        return new PrivateKey(KeyText.checked("private key", bytes));
    }

    /**
     * Reads the form that {@code wg genkey} prints.
     *
     * @throws IllegalArgumentException if it is not 32 bytes in base64
     */
    public static PrivateKey parse(String base64) {
        return new PrivateKey(KeyText.parse("private key", base64));
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** A copy of the 32 bytes, clamped; the caller wipes it. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** The form that {@code wg genkey} prints. It is the secret itself: for configuration files only. */
    public String toBase64() {
        return KeyText.print(bytes);
    }

    /** The shared secret (RFC 7748, section 6.1), or null where the other key is a point of low order. */
    byte @Nullable [] agree(byte[] publicKeyBytes) {
        byte[] shared = new byte[X25519.POINT_SIZE];
        return X25519.calculateAgreement(bytes, 0, publicKeyBytes, 0, shared, 0) ? shared : null;
    }

    /** Overwrites the key; it must not be used afterwards. */
    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrivateKey that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return publicKey.hashCode();
    }

    @Override
    public String toString() {
        return "PrivateKey[hidden]";
    }
}
