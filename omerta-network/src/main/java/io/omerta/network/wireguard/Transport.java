package io.omerta.network.wireguard;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The data path: IP packets to transport messages and back (paper, sections 5.4.6 and 6.2). */
final class Transport<E> {
    private final DeviceState<E> state;
    private final Initiations<E> initiations;
    private final int mtu;
    /** For what is sealed within the call. */
    private final OutgoingBatch<E> single;

    Transport(DeviceState<E> state, Initiations<E> initiations) {
        this.state = state;
        this.initiations = initiations;
        this.mtu = state.config().mtu();
        this.single = new OutgoingBatch<>(1, mtu);
    }

    Sent send(ByteBuffer packet, Turn<E> turn) {
        Sent sent = prepare(packet, single, turn);
        transmitSingle(turn);
        return sent;
    }

    private void transmitSingle(Turn<E> turn) {
        single.seal(state.aead(), 0, single.size());
        single.transmit(turn.out());
    }

    /** All of {@link #send} but what is expensive and needs no more than a key. */
    Sent prepare(ByteBuffer packet, OutgoingBatch<E> batch, Turn<E> turn) {
        int length = packet.remaining();
        if (length > mtu) {
            return Sent.TOO_LONG;
        }
        int start = batch.plainOffset();
        packet.get(packet.position(), batch.area(), start, length);
        IpPacket ip = IpPacket.parse(batch.area(), start, length);
        if (ip == null || ip.length() != length) {
            return Sent.NOT_IP;
        }
        Peer<E> peer = state.peers().byDestination(ip);
        if (peer == null) {
            return Sent.NO_PEER;
        }
        return peer.endpoint() == null ? Sent.NO_ENDPOINT : prepare(peer, length, batch, turn);
    }

    private Sent prepare(Peer<E> peer, int length, OutgoingBatch<E> batch, Turn<E> turn) {
        Session session = usableSession(peer, turn.now());
        if (session == null) {
            int start = batch.plainOffset();
            peer.staged().add(Arrays.copyOfRange(batch.area(), start, start + length));
            initiations.start(peer, turn);
            return Sent.QUEUED;
        }
        add(peer, session, length, batch, turn);
        return Sent.TRANSMITTED;
    }

    /** Sends what waited for a session. */
    void flush(Peer<E> peer, Turn<E> turn) {
        while (!peer.staged().isEmpty()) {
            Session session = usableSession(peer, turn.now());
            if (session == null) {
                initiations.start(peer, turn);
                return;
            }
            byte[] packet = peer.staged().poll();
            if (packet != null) {
                System.arraycopy(packet, 0, single.area(), single.plainOffset(), packet.length);
                sendSingle(peer, session, packet.length, turn);
            }
        }
    }

    /** Sends what waits, or else an empty message; starts a handshake where there is no session for it. */
    void sendKeepalive(Peer<E> peer, Turn<E> turn) {
        if (!peer.staged().isEmpty()) {
            flush(peer, turn);
            return;
        }
        Session session = usableSession(peer, turn.now());
        if (session == null) {
            initiations.start(peer, turn);
        } else {
            sendSingle(peer, session, 0, turn);
        }
    }

    private void sendSingle(Peer<E> peer, Session session, int length, Turn<E> turn) {
        add(peer, session, length, single, turn);
        transmitSingle(turn);
    }

    private @Nullable Session usableSession(Peer<E> peer, long now) {
        Session session = peer.sessions().current();
        return session != null && session.maySend(now) ? session : null;
    }

    /** The plain bytes are in their place already. */
    private void add(Peer<E> peer, Session session, int length, OutgoingBatch<E> batch, Turn<E> turn) {
        long now = turn.now();
        E to = peer.endpoint();
        if (to != null) {
            int padded = paddedLength(length);
            int start = batch.plainOffset();
            Arrays.fill(batch.area(), start + length, start + padded, (byte) 0);
            batch.add(session, to, padded);
            peer.countSent(TransportMessage.MIN_BYTES + padded);
        }
        peer.timers().authenticSent(now);
        if (length > 0) {
            peer.timers().dataSent(now);
        }
        if (session.wantsRekeyAfterSending(now)) {
            initiations.start(peer, turn);
        }
    }

    /** Padding never makes a packet longer than the MTU: it would not fit the path. */
    private int paddedLength(int length) {
        int rounded = (length + Protocol.PADDING_BYTES - 1) / Protocol.PADDING_BYTES * Protocol.PADDING_BYTES;
        return Math.min(rounded, mtu);
    }

    /** @param datagram the bytes of {@code message} */
    Received receive(TransportMessage message, ByteBuffer datagram, E from, Turn<E> turn) {
        Session session = session(message, turn.now());
        if (session == null) {
            return DropReason.NO_SESSION.dropped();
        }
        boolean genuine = session.open(state.aead(), message);
        return accept(message, session, genuine, datagram, from, turn);
    }

    /** The session that may still receive this message, if it is genuine. */
    @Nullable
    Session session(TransportMessage message, long now) {
        Peer<E> peer = state.peers().byIndex(message.receiver());
        Session session = peer == null ? null : peer.sessions().byLocalIndex(message.receiver());
        return session != null && session.mayReceive(message.counter(), now) ? session : null;
    }

    /**
     * Decides about a message that was opened.
     *
     * @param session whose keys were used; it may have ended meanwhile
     */
    Received accept(
            TransportMessage message, Session session, boolean genuine, ByteBuffer datagram, E from, Turn<E> turn) {
        Peer<E> peer = state.peers().byIndex(message.receiver());
        if (peer == null || session != session(message, turn.now())) {
            return DropReason.NO_SESSION.dropped();
        }
        if (!genuine) {
            return DropReason.FORGED_PACKET.dropped();
        }
        if (!session.isNew(message.counter())) {
            return DropReason.REPLAYED_PACKET.dropped();
        }
        peer.roamTo(from);
        peer.countReceived(message.length);
        accepted(peer, session, turn);
        return deliver(peer, message, datagram, turn.now());
    }

    private void accepted(Peer<E> peer, Session session, Turn<E> turn) {
        peer.timers().authenticReceived(turn.now());
        if (peer.sessions().confirm(session)) {
            peer.handshakeCompleted(turn.now());
            flush(peer, turn);
        }
        if (peer.takeRenewalWhileListening(session, turn.now())) {
            initiations.start(peer, turn);
        }
    }

    private Received deliver(Peer<E> peer, TransportMessage message, ByteBuffer datagram, long now) {
        int plainLength = message.bodyLength() - Aead.TAG_BYTES;
        if (plainLength == 0) {
            return new Received.Keepalive(peer.publicKey());
        }
        peer.timers().dataReceived(now);
        IpPacket ip = IpPacket.parse(message.bytes, message.bodyOffset(), plainLength);
        if (ip == null) {
            return DropReason.NOT_IP.dropped();
        }
        if (state.peers().bySource(ip) != peer) {
            return DropReason.SOURCE_NOT_ALLOWED.dropped();
        }
        int at = datagram.position() + TransportMessage.HEADER_BYTES;
        return new Received.Packet(peer.publicKey(), datagram.slice(at, ip.length()));
    }
}
