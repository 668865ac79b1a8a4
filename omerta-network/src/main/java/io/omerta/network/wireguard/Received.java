package io.omerta.network.wireguard;

import java.nio.ByteBuffer;

/** What became of a datagram. */
public sealed interface Received {
    /**
     * It held an IP packet from a peer that may send from this source address.
     *
     * @param ipPacket a slice of the datagram's own buffer, opened in place, without padding
     */
    record Packet(PublicKey peer, ByteBuffer ipPacket) implements Received {}

    /** It was authentic and carried no data. */
    record Keepalive(PublicKey peer) implements Received {}

    /** It was a peer's genuine initiation (the response is in the outbox) or response (the session stands). */
    record Handshake(PublicKey peer) implements Received {}

    /** It was the cookie that a busy peer wants to see with the next attempt. */
    record Cookie(PublicKey peer) implements Received {}

    /** It was ignored. */
    record Dropped(DropReason reason) implements Received {}
}
