package io.omerta.network.wireguard;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The busy side of the cookie exchange (paper, section 5.4.7): a cookie is a MAC over the source's address under a
 * secret that changes every two minutes, so nothing is stored per source.
 */
final class CookieIssuer implements AutoCloseable {
    private final RandomGenerator random;
    private final MacKeys ownKeys;
    private final byte[] secret = new byte[Blake2s.HASH_BYTES];
    private boolean hasSecret;
    private long secretBornAt;

    CookieIssuer(RandomGenerator random, MacKeys ownKeys) {
        this.random = random;
        this.ownKeys = ownKeys;
    }

    /** Whether mac2 was made with the cookie that this source has been given. */
    boolean isMac2Right(HandshakeMessage message, byte[] source, long now) {
        return isSecretFresh(now) && MessageDigest.isEqual(MacKeys.mac2(cookie(source), message), message.mac2());
    }

    /** The reply (message 3) that gives the source its cookie. */
    byte[] reply(HandshakeMessage message, byte[] source, long now) {
        if (!isSecretFresh(now)) {
            random.nextBytes(secret);
            hasSecret = true;
            secretBornAt = now;
        }
        byte[] nonce = new byte[CookieSeal.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = CookieSeal.seal(ownKeys.cookieKey(), nonce, message.mac1(), cookie(source));
        return CookieReplyMessage.write(message.sender(), nonce, sealed);
    }

    private byte[] cookie(byte[] source) {
        return Blake2s.mac(secret, source, 0, source.length);
    }

    private boolean isSecretFresh(long now) {
        return hasSecret && now - secretBornAt < Protocol.COOKIE_NANOS;
    }

    @Override
    public void close() {
        Arrays.fill(secret, (byte) 0);
        hasSecret = false;
    }
}
