package io.omerta.core.identity;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** This machine's key pair: Ed25519 (RFC 8032). Immutable; safe for use by several threads. */
public final class Identity {
    public static final int PUBLIC_KEY_BYTES = Ed25519.PUBLIC_KEY_SIZE;
    public static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_SIZE;

    private final Ed25519PrivateKeyParameters privateKey;
    private final Ed25519PublicKeyParameters publicKey;
    private final PeerId peerId;

    private Identity(Ed25519PrivateKeyParameters privateKey) {
        this.privateKey = privateKey;
        this.publicKey = privateKey.generatePublicKey();
        this.peerId = PeerId.ofPublicKey(publicKey.getEncoded());
    }

    /** A new key pair that lives in memory only. */
    public static Identity generate(SecureRandom random) {
        return new Identity(new Ed25519PrivateKeyParameters(random));
    }

    static Identity ofSeed(byte[] seed) {
        return new Identity(new Ed25519PrivateKeyParameters(seed));
    }

    /**
     * Reads {@code private_key.pem} and {@code public_key.pem}, or makes both where there is neither. An existing private
     * key is never rewritten.
     *
     * @param directory exists
     * @throws io.omerta.core.error.OmertaException if a file is broken, the two do not belong together, or others may read
     *     the private key
     * @throws java.io.UncheckedIOException if the disk fails
     */
    public static Identity loadOrCreate(Path directory) {
        return new IdentityFiles(directory).loadOrCreate();
    }

    public PeerId peerId() {
        return peerId;
    }

    /** 32 bytes, the caller's own. */
    public byte[] publicKey() {
        return publicKey.getEncoded();
    }

    /** The seed of RFC 8032, 32 bytes; the caller wipes it. */
    byte[] seed() {
        return privateKey.getEncoded();
    }

    /**
     * Signs content of one kind.
     *
     * @param label names the kind, so that a signature of one kind never passes for another
     * @return 64 bytes
     */
    public byte[] sign(String label, byte[] content) {
        byte[] message = labelled(label, content);
        byte[] signature = new byte[SIGNATURE_BYTES];
        privateKey.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
        return signature;
    }

    /** Total: whatever the bytes are, the answer is whether this key signed this content under this label. */
    public static boolean verify(byte[] publicKey, String label, byte[] content, byte[] signature) {
        if (publicKey.length != PUBLIC_KEY_BYTES || signature.length != SIGNATURE_BYTES) {
            return false;
        }
        Ed25519PublicKeyParameters key;
        try {
            key = new Ed25519PublicKeyParameters(publicKey);
        } catch (IllegalArgumentException e) {
            return false;
        }
        byte[] message = labelled(label, content);
        return key.verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    }

    /** For TLS, which takes only the JDK's own kinds of key. */
    public KeyPair jdkKeyPair() {
        byte[] seed = seed();
        byte[] pkcs8 = KeyEncoding.PRIVATE.encode(seed);
        try {
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(KeyEncoding.PUBLIC.encode(publicKey()))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK since 15 has Ed25519", e);
        } finally {
            Arrays.fill(seed, (byte) 0);
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static byte[] labelled(String label, byte[] content) {
        byte[] prefix = label.getBytes(StandardCharsets.UTF_8);
        if (label.isEmpty() || label.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("label: empty, or with a NUL character");
        }
        // The NUL after the label keeps ("ab", "c") and ("a", "bc") apart.
        byte[] message = Arrays.copyOf(prefix, prefix.length + 1 + content.length);
        System.arraycopy(content, 0, message, prefix.length + 1, content.length);
        return message;
    }

    @Override
    public String toString() {
        return "Identity[" + peerId + "]";
    }
}
