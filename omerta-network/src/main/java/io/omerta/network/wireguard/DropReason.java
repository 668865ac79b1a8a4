package io.omerta.network.wireguard;

/** Why a datagram was ignored. */
public enum DropReason {
    /** Type, reserved bytes or length are not WireGuard's. */
    NOT_WIREGUARD,
    /** A handshake message whose mac1 shows that its sender does not know our public key. */
    WRONG_MAC1,
    /** A handshake message under load without a right cookie; a cookie reply is in the outbox. */
    COOKIE_WANTED,
    /** A handshake message under load, with a right cookie, of a source that has used up its allowance. */
    RATE_LIMITED,
    /** A handshake message that does not authenticate, or an answer to nothing that we sent. */
    FORGED_HANDSHAKE,
    /** A genuine initiation from a public key that is no peer's. */
    UNKNOWN_PEER,
    /** An initiation that is not newer than the last one, or follows it too fast. */
    REPLAYED_INITIATION,
    /** A cookie reply that does not authenticate, or answers nothing that we sent. */
    FORGED_COOKIE,
    /** A transport message for a session that does not exist, or is too old. */
    NO_SESSION,
    /** A transport message that does not authenticate. */
    FORGED_PACKET,
    /** A transport message that came before, or too late. */
    REPLAYED_PACKET,
    /** An authentic transport message without a well-formed IP packet inside. */
    NOT_IP,
    /** An authentic transport message from an address that its peer may not use. */
    SOURCE_NOT_ALLOWED;

    Received.Dropped dropped() {
        return new Received.Dropped(this);
    }
}
