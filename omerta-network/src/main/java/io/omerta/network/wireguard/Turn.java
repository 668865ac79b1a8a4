package io.omerta.network.wireguard;

import java.nio.ByteBuffer;

/** One call from outside: its time, in nanoseconds, and where its datagrams go. */
record Turn<E>(long now, Outbox<E> out) {
    /** Sends to where the peer is; nothing where that is unknown. */
    void transmit(Peer<E> peer, ByteBuffer datagram) {
        E to = peer.endpoint();
        if (to == null) {
            return;
        }
        peer.countSent(datagram.remaining());
        out.transmit(to, datagram);
    }
}
