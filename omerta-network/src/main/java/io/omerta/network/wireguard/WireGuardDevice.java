package io.omerta.network.wireguard;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One WireGuard interface: an identity and its peers, initiator and responder at once.
 *
 * <p>Not thread-safe: the caller serialises all calls. What costs most, the cipher, can be done outside of them, by several
 * threads: {@link #prepare} and {@link OutgoingBatch} in place of {@link #send}, {@link #match}, {@link #accept} and {@link
 * IncomingBatch} in place of {@link #receive}. {@code now} is a monotonic time in nanoseconds ({@link
 * System#nanoTime} suits; its zero means nothing) that never goes back from one call to the next. Datagrams to be
 * sent go to the outbox during the call. Whatever a datagram holds, no exception comes out of {@link #receive}.
 *
 * @param <E> where peers are: immutable, with {@code equals}; the device only stores them and hands them back
 */
public final class WireGuardDevice<E> implements AutoCloseable {
    private static final TimerKind[] TIMERS = TimerKind.values();

    private final DeviceState<E> state;
    private final HandshakeAdmission<E> admission;
    private final Initiations<E> initiations;
    private final Transport<E> transport;
    private final HandshakeReceiver<E> handshakes;
    private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);

    /**
     * @param wallClock the time of day, read once, for the timestamps by which peers refuse replayed handshakes:
     *     it must not be earlier than at the last start with the same private key
     */
    public WireGuardDevice(DeviceConfig<E> config, Instant wallClock, long now) {
        this(config, wallClock, now, ProtocolLimits.STANDARD);
    }

    WireGuardDevice(DeviceConfig<E> config, Instant wallClock, long now, ProtocolLimits limits) {
        TimestampSource timestamps = new TimestampSource(wallClock, now);
        state = new DeviceState<>(config, limits, new Aead(), timestamps, new PeerTable<>(config));
        admission = new HandshakeAdmission<>(config, limits, now);
        initiations = new Initiations<>(state);
        transport = new Transport<>(state, initiations);
        handshakes = new HandshakeReceiver<>(state, transport);
    }

    /** The public key of this device. */
    public PublicKey publicKey() {
        return state.identity().publicKey();
    }

    /**
     * Adds a peer. With a persistent keepalive and an endpoint, the next {@link #tick} starts a handshake.
     *
     * @throws IllegalArgumentException if it is this device itself, is there already, has a key of low order, or
     *     claims exactly the same range of addresses as another peer
     */
    public void addPeer(long now, PeerConfig<E> config) {
        state.peers().add(config).timers().added(now);
    }

    /** Removes a peer and wipes its keys; false where it is not there. */
    public boolean removePeer(PublicKey key) {
        boolean removed = state.peers().remove(key);
        state.aead().forgetKey();
        return removed;
    }

    /** Sets where a peer is called next; false where it is not there. Its own packets override it. */
    public boolean setEndpoint(PublicKey key, E endpoint) {
        Peer<E> peer = state.peers().byKey(key);
        if (peer != null) {
            peer.roamTo(endpoint);
        }
        return peer != null;
    }

    /** Starts a handshake now, without waiting for a packet; false where the peer or its endpoint is unknown. */
    public boolean connect(long now, PublicKey key, Outbox<E> out) {
        Peer<E> peer = state.peers().byKey(key);
        if (peer == null || peer.endpoint() == null) {
            return false;
        }
        initiations.start(peer, new Turn<>(now, out));
        return true;
    }

    /**
     * Takes an IP packet that is to go into the tunnel. It is copied; the buffer keeps its position.
     *
     * @param ipPacket its remaining bytes are one IPv4 or IPv6 packet
     */
    public Sent send(long now, ByteBuffer ipPacket, Outbox<E> out) {
        return transport.send(ipPacket, new Turn<>(now, out));
    }

    /**
     * Does what {@link #send} does, but leaves the cipher to the batch: a packet that was {@link Sent#TRANSMITTED} is in it,
     * with the next counter of its session.
     *
     * @param batch with room for a packet of the device's MTU
     * @param out takes the handshake that the packet may bring about
     * @throws IllegalArgumentException if the batch has no such room
     */
    public Sent prepare(long now, ByteBuffer ipPacket, OutgoingBatch<E> batch, Outbox<E> out) {
        if (batch.isFull() || batch.mtu() < state.config().mtu()) {
            throw new IllegalArgumentException("batch must have room for a packet of the device's MTU");
        }
        return transport.prepare(ipPacket, batch, new Turn<>(now, out));
    }

    /**
     * Takes a datagram that came from outside. Data is opened in place, so the bytes of the buffer change; its
     * position does not.
     *
     * @param datagram its remaining bytes; on the heap and writable
     * @throws IllegalArgumentException if the buffer is direct or read-only
     */
    public Received receive(long now, E from, ByteBuffer datagram, Outbox<E> out) {
        if (!datagram.hasArray()) {
            throw new IllegalArgumentException("datagram must be a writable buffer on the heap");
        }
        int offset = datagram.arrayOffset() + datagram.position();
        Message message = Message.parse(datagram.array(), offset, datagram.remaining());
        return counted(dispatch(message, datagram, from, new Turn<>(now, out)));
    }

    private Received counted(Received received) {
        if (received instanceof Received.Dropped drop) {
            dropped.merge(drop.reason(), 1L, Long::sum);
        }
        return received;
    }

    /** Finds the keys for the datagrams of a batch, which can then be opened; nothing is believed yet. */
    public void match(long now, IncomingBatch<E> batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.message(i) instanceof TransportMessage message) {
                Session session = transport.session(message, now);
                if (session != null) {
                    batch.expect(i, session);
                }
            }
        }
    }

    /**
     * Decides about each datagram of a batch, in order and exactly as {@link #receive} does; what nobody has opened is opened
     * here. The results are in the batch.
     */
    public void accept(long now, IncomingBatch<E> batch, Outbox<E> out) {
        Turn<E> turn = new Turn<>(now, out);
        batch.releaseKeys();
        for (int i = 0; i < batch.size(); i++) {
            batch.decided(counted(decide(batch, i, turn)));
        }
    }

    private Received decide(IncomingBatch<E> batch, int index, Turn<E> turn) {
        Message message = batch.message(index);
        Session session = batch.openedWith(index);
        ByteBuffer datagram = batch.datagram(index);
        E from = batch.source(index);
        return session != null && message instanceof TransportMessage opened
                ? transport.accept(opened, session, batch.isGenuine(index), datagram, from, turn)
                : dispatch(message, datagram, from, turn);
    }

    private Received dispatch(@Nullable Message message, ByteBuffer datagram, E from, Turn<E> turn) {
        return switch (message) {
            case null -> DropReason.NOT_WIREGUARD.dropped();
            case TransportMessage transported -> transport.receive(transported, datagram, from, turn);
            case CookieReplyMessage reply -> handshakes.onCookieReply(reply, turn);
            case HandshakeMessage handshake -> onHandshake(handshake, from, turn);
        };
    }

    private Received onHandshake(HandshakeMessage message, E from, Turn<E> turn) {
        DropReason refused = admission.refuse(message, from, turn);
        if (refused != null) {
            return refused.dropped();
        }
        return switch (message) {
            case InitiationMessage initiation -> handshakes.onInitiation(initiation, from, turn);
            case ResponseMessage response -> handshakes.onResponse(response, from, turn);
        };
    }

    /** When {@link #tick} is to be called next, at the latest; it may turn out that nothing is due. Empty: no need. */
    public OptionalLong nextDeadline() {
        return state.peers().bound().value();
    }

    /** Does what time demands: retries, keepalives, the end of keys. */
    public void tick(long now, Outbox<E> out) {
        DeadlineBound bound = state.peers().bound();
        if (!bound.isReached(now)) {
            return;
        }
        bound.clear();
        Turn<E> turn = new Turn<>(now, out);
        for (Peer<E> peer : state.peers().all()) {
            for (TimerKind kind : TIMERS) {
                if (peer.timers().takeIfDue(kind, now)) {
                    fire(kind, peer, turn);
                }
            }
            peer.timers().report();
        }
    }

    private void fire(TimerKind kind, Peer<E> peer, Turn<E> turn) {
        switch (kind) {
            case RETRY_HANDSHAKE -> initiations.retry(peer, turn);
            case NO_ANSWER -> initiations.start(peer, turn);
            case WIPE_KEYS -> {
                peer.wipeSessions();
                state.aead().forgetKey();
            }
            case PERSISTENT_KEEPALIVE -> transport.sendKeepalive(peer, turn);
            case KEEPALIVE -> {
                transport.sendKeepalive(peer, turn);
                peer.timers().keepaliveFired(turn.now());
            }
        }
    }

    /**
     * Tells the device that its caller cannot keep up: for a second, callers must show a cookie. The device finds out
     * by itself when too many handshake messages arrive; this is for a receive queue that fills up.
     */
    public void declareBusy(long now) {
        admission.declareBusy(now);
    }

    /** How a peer stands. */
    public Optional<PeerStatus<E>> status(PublicKey key) {
        return Optional.ofNullable(state.peers().byKey(key)).map(Peer::status);
    }

    /** How all peers stand, in the order in which they were added. */
    public List<PeerStatus<E>> statuses() {
        return state.peers().all().stream().map(Peer::status).toList();
    }

    /** How many datagrams were ignored for this reason. */
    public long dropped(DropReason reason) {
        return dropped.getOrDefault(reason, 0L);
    }

    /** Wipes all keys, the private key included. The device must not be used afterwards. */
    @Override
    public void close() {
        state.peers().close();
        state.aead().forgetKey();
        admission.close();
        state.identity().close();
    }
}
