package io.omerta.network.wireguard;

import java.util.Arrays;
import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** HASH, MAC, HMAC and KDF of the paper, section 5.4: BLAKE2s (RFC 7693), HMAC (RFC 2104), HKDF (RFC 5869). */
final class Blake2s {
    static final int HASH_BYTES = 32;
    static final int MAC_BYTES = 16;

    private Blake2s() {}

    /** HASH over the parts, one after the other. */
    static byte[] hash(byte[]... parts) {
        Blake2sDigest digest = new Blake2sDigest(HASH_BYTES * 8);
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] out = new byte[HASH_BYTES];
        digest.doFinal(out, 0);
        return out;
    }

    /** {@code hash = HASH(hash || data[offset .. offset + length))}, in place. */
    static void mixInto(byte[] hash, byte[] data, int offset, int length) {
        Blake2sDigest digest = new Blake2sDigest(HASH_BYTES * 8);
        digest.update(hash, 0, hash.length);
        digest.update(data, offset, length);
        digest.doFinal(hash, 0);
    }

    /** MAC: keyed BLAKE2s with 16 bytes of output. */
    static byte[] mac(byte[] key, byte[] data, int offset, int length) {
        Blake2sDigest digest = new Blake2sDigest(key, MAC_BYTES, null, null);
        digest.update(data, offset, length);
        byte[] out = new byte[MAC_BYTES];
        digest.doFinal(out, 0);
        digest.clearKey();
        return out;
    }

    /** HMAC-BLAKE2s-256 over {@code data} and, unless it is 0, one more byte. */
    static byte[] hmac(byte[] key, byte[] data, int lastByte) {
        HMac hmac = new HMac(new Blake2sDigest(HASH_BYTES * 8));
        hmac.init(new KeyParameter(key));
        hmac.update(data, 0, data.length);
        if (lastByte != 0) {
            hmac.update((byte) lastByte);
        }
        byte[] out = new byte[HASH_BYTES];
        hmac.doFinal(out, 0);
        return out;
    }

    /** KDF<sub>n</sub> (HKDF with an empty info): {@code n} keys of 32 bytes; the caller wipes them. */
    static byte[][] kdf(int n, byte[] chainingKey, byte[] input) {
        byte[] secret = hmac(chainingKey, input, 0);
        byte[][] keys = new byte[n][];
        byte[] previous = {};
        for (int i = 0; i < n; i++) {
            previous = hmac(secret, previous, i + 1);
            keys[i] = previous;
        }
        Arrays.fill(secret, (byte) 0);
        return keys;
    }
}
