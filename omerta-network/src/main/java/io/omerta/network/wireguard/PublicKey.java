package io.omerta.network.wireguard;

import java.util.Arrays;

/** A peer's X25519 public key: its name in the tunnel. */
public final class PublicKey {
    private final byte[] bytes;
    private final int hash;

    private PublicKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException if it has not 32 bytes
     */
    public static PublicKey ofBytes(byte[] bytes) {
        return new PublicKey(KeyText.checked("public key", bytes));
    }

    /**
     * Reads the form that {@code wg} prints.
     *
     * @throws IllegalArgumentException if it is not 32 bytes in base64
     */
    public static PublicKey parse(String base64) {
        return new PublicKey(KeyText.parse("public key", base64));
    }

    /** A copy of the 32 bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** The form that {@code wg} prints, 44 characters. */
    public String toBase64() {
        return KeyText.print(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "PublicKey[" + toBase64().substring(0, 8) + "…]";
    }
}
