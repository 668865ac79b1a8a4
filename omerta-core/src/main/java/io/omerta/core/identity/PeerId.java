package io.omerta.core.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** Names a peer: lower-case base32 of SHA-256 over its Ed25519 public key, 52 characters. */
public record PeerId(String text) implements Comparable<PeerId> {
    public static final int CHARACTERS = 52;
    public static final int BYTES = 32;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    public PeerId {
        if (text.length() != CHARACTERS) {
            throw new IllegalArgumentException(
                    "peer id: " + text.length() + " characters, " + CHARACTERS + " expected");
        }
        for (int i = 0; i < CHARACTERS; i++) {
            if (ALPHABET.indexOf(text.charAt(i)) < 0) {
                throw new IllegalArgumentException("peer id: character " + (i + 1) + " is not lower-case base32");
            }
        }
        // 52 digits hold 260 bits: the last 4 must be 0, so that one id has one spelling.
        if ((ALPHABET.indexOf(text.charAt(CHARACTERS - 1)) & 15) != 0) {
            throw new IllegalArgumentException("peer id: the last character cannot end an id");
        }
    }

    /**
     * @param publicKey 32 bytes
     * @throws IllegalArgumentException for another length
     */
    public static PeerId ofPublicKey(byte[] publicKey) {
        if (publicKey.length != Identity.PUBLIC_KEY_BYTES) {
            throw new IllegalArgumentException("public key: " + publicKey.length + " bytes, 32 expected");
        }
        return ofBytes(sha256(publicKey));
    }

    /**
     * The digest itself.
     *
     * @throws IllegalArgumentException unless there are 32 bytes
     */
    public static PeerId ofBytes(byte[] digest) {
        if (digest.length != BYTES) {
            throw new IllegalArgumentException("peer id: " + digest.length + " bytes, " + BYTES + " expected");
        }
        return new PeerId(Base32.format(digest).toLowerCase(Locale.ROOT));
    }

    /** 32 bytes, the caller's own. */
    public byte[] toBytes() {
        return Base32.parse(text);
    }

    /** What people say instead of the id. */
    public PeerName name() {
        return PeerName.of(this);
    }

    /** 5 bits of the digest. */
    int digit(int index) {
        return ALPHABET.indexOf(text.charAt(index));
    }

    @Override
    public int compareTo(PeerId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
