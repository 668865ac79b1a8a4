package io.omerta.network.wireguard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The keys that follow from a public key alone, for messages that are addressed to it (paper, section 5.4.4): mac1
 * shows that the sender knows whom it calls; the cookie key hides cookies from who does not.
 */
final class MacKeys {
    private static final byte[] MAC1_LABEL = "mac1----".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COOKIE_LABEL = "cookie--".getBytes(StandardCharsets.US_ASCII);

    private final byte[] mac1Key;
    private final byte[] cookieKey;

    MacKeys(PublicKey addressee) {
        mac1Key = Blake2s.hash(MAC1_LABEL, addressee.bytes());
        cookieKey = Blake2s.hash(COOKIE_LABEL, addressee.bytes());
    }

    byte[] cookieKey() {
        return cookieKey;
    }

    byte[] mac1(HandshakeMessage message) {
        return Blake2s.mac(mac1Key, message.bytes, message.offset, message.mac1Offset());
    }

    boolean isMac1Right(HandshakeMessage message) {
        return MessageDigest.isEqual(mac1(message), message.mac1());
    }

    static byte[] mac2(byte[] cookie, HandshakeMessage message) {
        return Blake2s.mac(cookie, message.bytes, message.offset, message.mac2Offset());
    }
}
