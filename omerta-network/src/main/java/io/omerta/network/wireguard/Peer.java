package io.omerta.network.wireguard;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a device knows of one peer. Changed only within a call to the device. */
final class Peer<E> implements AutoCloseable {
    private final PublicKey publicKey;
    private final PresharedKey presharedKey;
    private final List<AllowedIp> allowedIps;
    private final byte[] staticShared;
    private final PeerCookie cookie;
    private final PeerTimers timers;
    private final Sessions sessions;
    private final StagedPackets staged = new StagedPackets();
    private final IntConsumer releaseIndex;

    private final Moment lastHandshake = new Moment();
    private final Moment handshakeSent = new Moment();
    private final Moment attempt = new Moment();
    private final Moment initiationTaken = new Moment();
    private byte[] newestTimestamp = new byte[TimestampSource.BYTES];
    private @Nullable PendingInitiation pending;
    private @Nullable E endpoint;
    private boolean renewedWhileListening;
    private long receivedBytes;
    private long sentBytes;

    /** @param staticShared DH of the device's and the peer's static keys; taken over */
    Peer(
            PeerConfig<E> config,
            byte[] staticShared,
            RandomGenerator random,
            DeadlineBound bound,
            IntConsumer releaseIndex) {
        this.publicKey = config.publicKey();
        this.presharedKey = config.presharedKey().map(PresharedKey::copy).orElseGet(PresharedKey::none);
        this.allowedIps = config.allowedIps();
        this.staticShared = staticShared;
        this.cookie = new PeerCookie(new MacKeys(publicKey));
        this.timers = new PeerTimers(random, bound, config.persistentKeepalive().toNanos());
        this.sessions = new Sessions(releaseIndex);
        this.releaseIndex = releaseIndex;
        this.endpoint = config.endpoint().orElse(null);
    }

    PublicKey publicKey() {
        return publicKey;
    }

    PresharedKey presharedKey() {
        return presharedKey;
    }

    List<AllowedIp> allowedIps() {
        return allowedIps;
    }

    byte[] staticShared() {
        return staticShared;
    }

    PeerCookie cookie() {
        return cookie;
    }

    PeerTimers timers() {
        return timers;
    }

    Sessions sessions() {
        return sessions;
    }

    StagedPackets staged() {
        return staged;
    }

    /** The last handshake that was completed. */
    Moment lastHandshake() {
        return lastHandshake;
    }

    /** The last initiation or response that was sent. */
    Moment handshakeSent() {
        return handshakeSent;
    }

    /** The begin of the present series of initiations. */
    Moment attempt() {
        return attempt;
    }

    @Nullable
    E endpoint() {
        return endpoint;
    }

    /** The peer is where its last authentic packet came from (paper, section 2.1). */
    void roamTo(E from) {
        endpoint = from;
    }

    @Nullable
    PendingInitiation pending() {
        return pending;
    }

    void replacePending(@Nullable PendingInitiation next) {
        PendingInitiation old = pending;
        if (old != null) {
            old.close();
            releaseIndex.accept(old.localIndex());
        }
        pending = next;
    }

    /** Hands the pending initiation over; its index goes on as the session's. */
    void completePending() {
        PendingInitiation old = pending;
        if (old != null) {
            old.close();
        }
        pending = null;
    }

    /** Whether a genuine initiation is to be answered; if so, it counts as the newest from then on. */
    boolean takeInitiation(byte[] timestamp, long now) {
        if (Arrays.compareUnsigned(timestamp, newestTimestamp) <= 0
                || initiationTaken.isWithin(Protocol.INITIATION_INTERVAL_NANOS, now)) {
            return false;
        }
        newestTimestamp = timestamp;
        initiationTaken.mark(now);
        return true;
    }

    /** Once per session: whether the listening initiator is to renew it now. */
    boolean takeRenewalWhileListening(Session session, long now) {
        if (renewedWhileListening || !session.wantsRekeyAfterReceiving(now)) {
            return false;
        }
        renewedWhileListening = true;
        return true;
    }

    void handshakeCompleted(long now) {
        lastHandshake.mark(now);
        renewedWhileListening = false;
        timers.handshakeCompleted();
    }

    void countReceived(int bytes) {
        receivedBytes += bytes;
    }

    void countSent(int bytes) {
        sentBytes += bytes;
    }

    PeerStatus<E> status() {
        return new PeerStatus<>(
                publicKey,
                Optional.ofNullable(endpoint),
                receivedBytes,
                sentBytes,
                lastHandshake.value(),
                pending != null);
    }

    /** Wipes sessions and the pending handshake; the identity stays. */
    void wipeSessions() {
        sessions.wipe();
        replacePending(null);
    }

    @Override
    public void close() {
        wipeSessions();
        staged.clear();
        presharedKey.close();
        Arrays.fill(staticShared, (byte) 0);
    }
}
