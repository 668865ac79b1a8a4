package io.omerta.network.wireguard;

import org.jspecify.annotations.Nullable;

/** The calling side of the cookie exchange, one per peer: stamps outgoing handshake messages and takes in cookies. */
final class PeerCookie {
    private final MacKeys peerKeys;
    private byte @Nullable [] cookie;
    private long cookieBornAt;
    /** The mac1 that a reply must answer; each is good for one reply. */
    private byte @Nullable [] lastMac1;

    PeerCookie(MacKeys peerKeys) {
        this.peerKeys = peerKeys;
    }

    /** Fills in mac1 and, where a fresh cookie is there, mac2. */
    void stamp(HandshakeMessage message, long now) {
        byte[] mac1 = peerKeys.mac1(message);
        System.arraycopy(mac1, 0, message.bytes, message.offset + message.mac1Offset(), mac1.length);
        lastMac1 = mac1;
        byte[] fresh = cookie;
        if (fresh != null && now - cookieBornAt < Protocol.COOKIE_NANOS - Protocol.COOKIE_LATENCY_NANOS) {
            byte[] mac2 = MacKeys.mac2(fresh, message);
            System.arraycopy(mac2, 0, message.bytes, message.offset + message.mac2Offset(), mac2.length);
        }
    }

    /** Takes a cookie in; false where the reply is forged or answers nothing that was sent. */
    boolean accept(CookieReplyMessage reply, long now) {
        byte[] answered = lastMac1;
        if (answered == null) {
            return false;
        }
        byte[] opened = CookieSeal.open(peerKeys.cookieKey(), reply.nonce(), answered, reply.sealedCookie());
        if (opened == null) {
            return false;
        }
        cookie = opened;
        cookieBornAt = now;
        lastMac1 = null;
        return true;
    }
}
