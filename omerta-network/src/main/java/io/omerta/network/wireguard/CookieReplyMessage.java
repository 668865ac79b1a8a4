package io.omerta.network.wireguard;

/** Message 3; see the package for its layout. */
final class CookieReplyMessage extends Message {
    static final int BYTES = 64;
    private static final int RECEIVER = 4;
    private static final int NONCE = 8;
    private static final int COOKIE = NONCE + CookieSeal.NONCE_BYTES;

    CookieReplyMessage(byte[] bytes, int offset) {
        super(bytes, offset, BYTES);
    }

    int receiver() {
        return intAt(RECEIVER);
    }

    byte[] nonce() {
        return copy(NONCE, CookieSeal.NONCE_BYTES);
    }

    byte[] sealedCookie() {
        return copy(COOKIE, BYTES - COOKIE);
    }

    static byte[] write(int receiver, byte[] nonce, byte[] sealedCookie) {
        byte[] out = new byte[BYTES];
        LittleEndian.putInt(out, 0, MessageType.COOKIE_REPLY.header());
        LittleEndian.putInt(out, RECEIVER, receiver);
        System.arraycopy(nonce, 0, out, NONCE, nonce.length);
        System.arraycopy(sealedCookie, 0, out, COOKIE, sealedCookie.length);
        return out;
    }
}
