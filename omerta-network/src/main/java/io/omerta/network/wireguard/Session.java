package io.omerta.network.wireguard;

/**
 * The keys of one completed handshake: seals what is sent, opens what is received, and says when it is too old for
 * either.
 *
 * <p>{@link #seal} and {@link #open} touch nothing but immutable keys and may run on any thread that {@linkplain
 * SealingKey#hold holds} them; counters, window and age belong to the device.
 */
final class Session implements AutoCloseable {
    private final int localIndex;
    private final int remoteIndex;
    private final boolean initiator;
    private final long bornAt;
    private final SessionKeys keys;
    private final ProtocolLimits limits;
    private final ReplayWindow window = new ReplayWindow();
    private long nextCounter;

    Session(int localIndex, int remoteIndex, boolean initiator, long now, SessionKeys keys, ProtocolLimits limits) {
        this.localIndex = localIndex;
        this.remoteIndex = remoteIndex;
        this.initiator = initiator;
        this.bornAt = now;
        this.keys = keys;
        this.limits = limits;
    }

    int localIndex() {
        return localIndex;
    }

    SessionKeys keys() {
        return keys;
    }

    boolean isYoungerThan(long ageNanos, long now) {
        return now - bornAt < ageNanos;
    }

    /** Whether a packet may still be sealed (paper, section 6.2). */
    boolean maySend(long now) {
        return isYoungerThan(Protocol.REJECT_AFTER_NANOS, now)
                && Long.compareUnsigned(nextCounter, limits.rejectAfterMessages()) < 0;
    }

    /** Whether a packet with this counter may still be opened. */
    boolean mayReceive(long counter, long now) {
        return isYoungerThan(Protocol.REJECT_AFTER_NANOS, now)
                && Long.compareUnsigned(counter, limits.rejectAfterMessages()) < 0;
    }

    /** Whether the sender should start a new handshake: by count either side, by age only the one who began. */
    boolean wantsRekeyAfterSending(long now) {
        return Long.compareUnsigned(nextCounter, limits.rekeyAfterMessages()) >= 0
                || (initiator && !isYoungerThan(Protocol.REKEY_AFTER_NANOS, now));
    }

    /** Whether the receiver should start a new handshake, lest the session end while it only listens. */
    boolean wantsRekeyAfterReceiving(long now) {
        return initiator && !isYoungerThan(Protocol.REKEY_AFTER_LISTENING_NANOS, now);
    }

    /** The counter of the next packet, reserved for the caller alone. */
    long takeCounter() {
        return nextCounter++;
    }

    /**
     * Makes a transport message in place.
     *
     * @param buffer holds {@code length} plain bytes at {@code offset + 16}, padding included; the message starts at
     *     {@code offset} and ends 16 bytes behind the plain bytes
     */
    void seal(Aead aead, long counter, byte[] buffer, int offset, int length) {
        TransportMessage.writeHeader(buffer, offset, remoteIndex, counter);
        int body = offset + TransportMessage.HEADER_BYTES;
        aead.seal(keys.sending(), counter, buffer, body, length, buffer, body);
    }

    /** Opens a transport message in place; false where it is forged. */
    boolean open(Aead aead, TransportMessage message) {
        return open(aead, message.counter(), message.bytes, message.bodyOffset(), message.bodyLength());
    }

    /** Opens the {@code length} bytes at {@code offset} in place, the tag included; false where they are forged. */
    boolean open(Aead aead, long counter, byte[] buffer, int offset, int length) {
        return aead.open(keys.receiving(), counter, buffer, offset, length, buffer, offset);
    }

    /** Whether an authentic packet is new; it counts as seen from then on. */
    boolean isNew(long counter) {
        return window.accept(counter);
    }

    @Override
    public void close() {
        keys.close();
    }
}
