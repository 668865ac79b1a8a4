package io.omerta.network.dht.socket;

import io.omerta.core.network.NetworkKey;
import io.omerta.network.dht.DhtSettings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.jspecify.annotations.Nullable;

/**
 * Seals datagrams with a key that all members of a network have. All use the same one and nobody counts: so each datagram has
 * 192 random bits, of which 128 make a key of its own and 64 the nonce, as in XChaCha20-Poly1305. One thread at a time.
 */
final class DatagramSeal {
    private static final byte[] INFO = "omerta dht seal v1".getBytes(StandardCharsets.UTF_8);
    private static final int SALT = 16;
    private static final int NONCE = 8;
    private static final int TAG = 16;
    private static final int NONCE_OF_CIPHER = 12;

    private final Mac keys;
    private final Cipher cipher;
    private final SecureRandom random;

    DatagramSeal(NetworkKey key, SecureRandom random) {
        this.random = random;
        try {
            keys = Mac.getInstance("HmacSHA256");
            keys.init(new SecretKeySpec(derived(key), "HmacSHA256"));
            cipher = Cipher.getInstance("ChaCha20-Poly1305");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has these", e);
        }
    }

    private static byte[] derived(NetworkKey key) {
        byte[] secret = key.toBytes();
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(secret, null, INFO));
        byte[] derived = new byte[32];
        hkdf.generateBytes(derived, 0, derived.length);
        Arrays.fill(secret, (byte) 0);
        return derived;
    }

    /** @return {@link DhtSettings#SEAL_BYTES} more than the message has */
    byte[] seal(byte[] message) {
        byte[] sealed = new byte[SALT + NONCE + message.length + TAG];
        byte[] nonce = new byte[SALT + NONCE];
        random.nextBytes(nonce);
        System.arraycopy(nonce, 0, sealed, 0, nonce.length);
        try {
            init(Cipher.ENCRYPT_MODE, nonce);
            cipher.doFinal(message, 0, message.length, sealed, SALT + NONCE);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a new nonce and a new key are always right", e);
        }
    }

    /** Null unless somebody with the key has sealed it. */
    byte @Nullable [] open(byte[] sealed) {
        if (sealed.length <= DhtSettings.SEAL_BYTES || sealed.length > DhtSettings.MAX_DATAGRAM) {
            return null;
        }
        try {
            init(Cipher.DECRYPT_MODE, sealed);
            return cipher.doFinal(sealed, SALT + NONCE, sealed.length - SALT - NONCE);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private void init(int mode, byte[] from) throws GeneralSecurityException {
        keys.update(from, 0, SALT);
        byte[] nonce = new byte[NONCE_OF_CIPHER];
        System.arraycopy(from, SALT, nonce, NONCE_OF_CIPHER - NONCE, NONCE);
        cipher.init(mode, new SecretKeySpec(keys.doFinal(), "ChaCha20"), new IvParameterSpec(nonce));
    }
}
