package io.omerta.network.wireguard;

import java.nio.ByteBuffer;

/** Starts handshakes, and tries again until one is answered or it is time to give up (paper, section 6.4). */
final class Initiations<E> {
    private final DeviceState<E> state;

    Initiations(DeviceState<E> state) {
        this.state = state;
    }

    /** Wants a new session now; at most one initiation goes out per REKEY_TIMEOUT. */
    void start(Peer<E> peer, Turn<E> turn) {
        peer.attempt().mark(turn.now());
        transmit(peer, turn);
    }

    /** The retry timer fired. */
    void retry(Peer<E> peer, Turn<E> turn) {
        if (peer.attempt().isWithin(Protocol.REKEY_ATTEMPT_NANOS, turn.now())) {
            transmit(peer, turn);
        } else {
            peer.staged().clear();
            peer.replacePending(null);
            peer.timers().handshakeGivenUp(turn.now());
        }
    }

    private void transmit(Peer<E> peer, Turn<E> turn) {
        long now = turn.now();
        if (peer.endpoint() == null) {
            return;
        }
        if (peer.handshakeSent().isWithin(Protocol.REKEY_TIMEOUT_NANOS, now)) {
            peer.timers().initiationPutOff(now);
            return;
        }
        peer.handshakeSent().mark(now);
        byte[] message = write(peer, now);
        peer.timers().authenticSent(now);
        turn.transmit(peer, ByteBuffer.wrap(message));
        peer.timers().initiationSent(now);
    }

    private byte[] write(Peer<E> peer, long now) {
        NoiseInitiator handshake = new NoiseInitiator(
                state.aead(), Protocol.IDENTIFIER, state.identity(), peer.publicKey(), state.newEphemeral());
        int index = state.newIndex(peer);
        peer.replacePending(new PendingInitiation(handshake, index));
        byte[] message = new byte[InitiationMessage.BYTES];
        HandshakeMessage.writeHeader(message, MessageType.INITIATION, index);
        byte[] timestamp = state.timestamps().next(now);
        if (!handshake.writeInitiation(peer.staticShared(), timestamp, message, InitiationMessage.NOISE)) {
            throw new IllegalStateException("a peer's key of low order passed the check when it was added");
        }
        peer.cookie().stamp(new InitiationMessage(message, 0), now);
        return message;
    }
}
