package io.omerta.network.wireguard;

/** What became of an IP packet that was to go into the tunnel. */
public enum Sent {
    /** It was sealed and put into the outbox. */
    TRANSMITTED,
    /** It waits, copied, for a handshake that is under way; the oldest of 128 such packets gives way. */
    QUEUED,
    /** It is no IPv4 or IPv6 packet of the length that its header tells. */
    NOT_IP,
    /** It is longer than the device's MTU. */
    TOO_LONG,
    /** Its destination is in no peer's allowed IPs. */
    NO_PEER,
    /** Its peer has not been heard from, and has no configured endpoint. */
    NO_ENDPOINT
}
