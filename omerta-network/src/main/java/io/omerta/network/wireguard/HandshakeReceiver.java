package io.omerta.network.wireguard;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes in messages 1 to 3 that were admitted (paper, sections 5.4.2 to 5.4.5 and 5.4.7). */
final class HandshakeReceiver<E> {
    private static final byte[] NO_PAYLOAD = {};

    private final DeviceState<E> state;
    private final Transport<E> transport;

    HandshakeReceiver(DeviceState<E> state, Transport<E> transport) {
        this.state = state;
        this.transport = transport;
    }

    /** Message 1: answers it. Nothing of the peer changes before the whole message has proved genuine and new. */
    Received onInitiation(InitiationMessage message, E from, Turn<E> turn) {
        try (NoiseResponder handshake = new NoiseResponder(state.aead(), Protocol.IDENTIFIER, state.identity())) {
            int noise = message.offset + InitiationMessage.NOISE;
            PublicKey caller = handshake.readInitiator(message.bytes, noise);
            if (caller == null) {
                return DropReason.FORGED_HANDSHAKE.dropped();
            }
            Peer<E> peer = state.peers().byKey(caller);
            if (peer == null) {
                return DropReason.UNKNOWN_PEER.dropped();
            }
            byte[] timestamp = handshake.readPayload(peer.staticShared(), TimestampSource.BYTES, message.bytes, noise);
            if (timestamp == null) {
                return DropReason.FORGED_HANDSHAKE.dropped();
            }
            if (!peer.takeInitiation(timestamp, turn.now())) {
                return DropReason.REPLAYED_INITIATION.dropped();
            }
            return answer(peer, handshake, message, from, turn);
        }
    }

    private Received answer(Peer<E> peer, NoiseResponder handshake, InitiationMessage message, E from, Turn<E> turn) {
        int index = state.newIndex(peer);
        byte[] response = writeResponse(peer, handshake, index, message.sender(), turn.now());
        if (response == null) {
            state.peers().releaseIndex(index);
            return DropReason.FORGED_HANDSHAKE.dropped();
        }
        long now = turn.now();
        peer.roamTo(from);
        peer.countReceived(message.length);
        peer.sessions()
                .startedByPeer(new Session(index, message.sender(), false, now, handshake.split(), state.limits()));
        peer.handshakeSent().mark(now);
        peer.timers().authenticReceived(now);
        peer.timers().sessionDerived(now);
        peer.timers().authenticSent(now);
        turn.transmit(peer, ByteBuffer.wrap(response));
        return new Received.Handshake(peer.publicKey());
    }

    private byte @Nullable [] writeResponse(Peer<E> peer, NoiseResponder handshake, int index, int receiver, long now) {
        byte[] response = new byte[ResponseMessage.BYTES];
        HandshakeMessage.writeHeader(response, MessageType.RESPONSE, index);
        ResponseMessage.writeReceiver(response, receiver);
        try (PrivateKey ephemeral = state.newEphemeral()) {
            if (!handshake.writeResponse(ephemeral, peer.presharedKey(), NO_PAYLOAD, response, ResponseMessage.NOISE)) {
                return null;
            }
        }
        peer.cookie().stamp(new ResponseMessage(response, 0), now);
        return response;
    }

    /** Message 2: the session stands; the first message in it tells the responder so. */
    Received onResponse(ResponseMessage message, E from, Turn<E> turn) {
        Peer<E> peer = state.peers().byIndex(message.receiver());
        PendingInitiation pending = peer == null ? null : peer.pending();
        if (peer == null || pending == null || pending.localIndex() != message.receiver()) {
            return DropReason.FORGED_HANDSHAKE.dropped();
        }
        NoiseInitiator handshake = pending.handshake();
        int noise = message.offset + ResponseMessage.NOISE;
        if (handshake.readResponse(peer.presharedKey(), NO_PAYLOAD.length, message.bytes, noise) == null) {
            return DropReason.FORGED_HANDSHAKE.dropped();
        }
        long now = turn.now();
        peer.roamTo(from);
        peer.countReceived(message.length);
        Session session =
                new Session(pending.localIndex(), message.sender(), true, now, handshake.split(), state.limits());
        peer.completePending();
        peer.sessions().startedByUs(session);
        peer.timers().authenticReceived(now);
        peer.timers().sessionDerived(now);
        peer.handshakeCompleted(now);
        transport.sendKeepalive(peer, turn);
        return new Received.Handshake(peer.publicKey());
    }

    /** Message 3: the next attempt carries the cookie; it waits for its time, since the peer is busy. */
    Received onCookieReply(CookieReplyMessage message, Turn<E> turn) {
        Peer<E> peer = state.peers().byIndex(message.receiver());
        if (peer == null || !peer.cookie().accept(message, turn.now())) {
            return DropReason.FORGED_COOKIE.dropped();
        }
        return new Received.Cookie(peer.publicKey());
    }
}
