package io.omerta.core.network;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** What who is invited has to know: 256 random bits. Never in a log, compared in constant time. */
public final class InvitationSecret {
    public static final int BYTES = 32;
    private static final byte[] ID_LABEL = "omerta invitation id v1\0".getBytes(StandardCharsets.UTF_8);

    private final byte[] bytes;

    private InvitationSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    public static InvitationSecret random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new InvitationSecret(bytes);
    }

    /** @throws IllegalArgumentException unless it is base64 of 32 bytes */
    static InvitationSecret ofBase64(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("invitation: " + bytes.length + " bytes, 32 expected");
        }
        return new InvitationSecret(bytes);
    }

    String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The caller wipes what it gets. */
    byte[] toBytes() {
        return bytes.clone();
    }

    public InvitationId id() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(ID_LABEL);
            byte[] digest = sha256.digest(bytes);
            return new InvitationId(HexFormat.of().formatHex(Arrays.copyOf(digest, InvitationId.BYTES)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InvitationSecret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    @Override
    public String toString() {
        return "InvitationSecret[secret]";
    }
}
