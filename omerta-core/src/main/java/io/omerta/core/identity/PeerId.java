package io.omerta.core.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

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
        return new PeerId(base32(sha256(publicKey)));
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
        return new PeerId(base32(digest));
    }

    /** 32 bytes, the caller's own. */
    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        for (int bit = 0; bit < 8 * BYTES; bit++) {
            int value = digit(bit / 5) >>> (4 - bit % 5) & 1;
            bytes[bit / 8] |= (byte) (value << (7 - bit % 8));
        }
        return bytes;
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

    private static String base32(byte[] bytes) {
        StringBuilder digits = new StringBuilder(CHARACTERS);
        int pending = 0;
        int bits = 0;
        for (byte b : bytes) {
            pending = pending << 8 | (b & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                digits.append(ALPHABET.charAt(pending >>> bits & 31));
            }
        }
        if (bits > 0) {
            digits.append(ALPHABET.charAt(pending << (5 - bits) & 31));
        }
        return digits.toString();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
