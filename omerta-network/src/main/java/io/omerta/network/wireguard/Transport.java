package io.omerta.network.wireguard;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The data path: IP packets to transport messages and back (paper, sections 5.4.6 and 6.2). */
final class Transport<E> {
    private final DeviceState<E> state;
    private final Initiations<E> initiations;
    private final int mtu;
    /** The message that is being made; its plain bytes start behind the header. */
    private final byte[] scratch;

    private final ByteBuffer scratchView;

    Transport(DeviceState<E> state, Initiations<E> initiations) {
        this.state = state;
        this.initiations = initiations;
        this.mtu = state.config().mtu();
        this.scratch = new byte[TransportMessage.MIN_BYTES + mtu];
        this.scratchView = ByteBuffer.wrap(scratch);
    }

    Sent send(ByteBuffer packet, Turn<E> turn) {
        int length = packet.remaining();
        if (length > mtu) {
            return Sent.TOO_LONG;
        }
        packet.get(packet.position(), scratch, TransportMessage.HEADER_BYTES, length);
        IpPacket ip = IpPacket.parse(scratch, TransportMessage.HEADER_BYTES, length);
        if (ip == null || ip.length() != length) {
            return Sent.NOT_IP;
        }
        Peer<E> peer = state.peers().byDestination(ip);
        if (peer == null) {
            return Sent.NO_PEER;
        }
        return peer.endpoint() == null ? Sent.NO_ENDPOINT : sendScratch(peer, length, turn);
    }

    private Sent sendScratch(Peer<E> peer, int length, Turn<E> turn) {
        Session session = usableSession(peer, turn.now());
        if (session == null) {
            int start = TransportMessage.HEADER_BYTES;
            peer.staged().add(Arrays.copyOfRange(scratch, start, start + length));
            initiations.start(peer, turn);
            return Sent.QUEUED;
        }
        sealScratch(peer, session, length, turn);
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
                System.arraycopy(packet, 0, scratch, TransportMessage.HEADER_BYTES, packet.length);
                sealScratch(peer, session, packet.length, turn);
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
            sealScratch(peer, session, 0, turn);
        }
    }

    private @Nullable Session usableSession(Peer<E> peer, long now) {
        Session session = peer.sessions().current();
        return session != null && session.maySend(now) ? session : null;
    }

    private void sealScratch(Peer<E> peer, Session session, int length, Turn<E> turn) {
        int padded = paddedLength(length);
        int start = TransportMessage.HEADER_BYTES;
        Arrays.fill(scratch, start + length, start + padded, (byte) 0);
        session.seal(state.aead(), session.takeCounter(), scratch, 0, padded);
        long now = turn.now();
        peer.timers().authenticSent(now);
        turn.transmit(peer, scratchView.clear().limit(TransportMessage.MIN_BYTES + padded));
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
        Peer<E> peer = state.peers().byIndex(message.receiver());
        Session session = peer == null ? null : peer.sessions().byLocalIndex(message.receiver());
        long counter = message.counter();
        if (peer == null || session == null || !session.mayReceive(counter, turn.now())) {
            return DropReason.NO_SESSION.dropped();
        }
        if (!session.open(state.aead(), counter, message.bytes, message.bodyOffset(), message.bodyLength())) {
            return DropReason.FORGED_PACKET.dropped();
        }
        if (!session.isNew(counter)) {
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
