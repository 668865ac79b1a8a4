package io.omerta.core.network;

import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import java.util.Arrays;
import java.util.Base64;

/** The public key of the peer that created a network: what it signs about the network, members believe. */
public final class CreatorKey {
    public static final int BYTES = Identity.PUBLIC_KEY_BYTES;

    private final byte[] bytes;

    private CreatorKey(byte[] bytes) {
        this.bytes = bytes;
    }

    public static CreatorKey of(Identity identity) {
        return new CreatorKey(identity.publicKey());
    }

    /** @throws IllegalArgumentException unless there are 32 bytes */
    public static CreatorKey ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("creator: " + bytes.length + " bytes, 32 expected");
        }
        return new CreatorKey(bytes.clone());
    }

    /** @throws IllegalArgumentException unless it is base64 of 32 bytes */
    public static CreatorKey ofBase64(String text) {
        return ofBytes(Base64.getDecoder().decode(text));
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public PeerId peerId() {
        return PeerId.ofPublicKey(bytes);
    }

    /** As {@link Identity#verify}. */
    public boolean verifies(String label, byte[] content, byte[] signature) {
        return Identity.verify(bytes, label, content, signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CreatorKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "CreatorKey[" + peerId() + "]";
    }
}
