package io.omerta.network.wireguard;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Packets on their way into tunnels, in order. {@link WireGuardDevice#prepare} fills it, one call at a time as all of the
 * device; {@link #work} seals what is in it, on any threads and without the device; {@link #transmit} hands it out and
 * empties it. Between these the keys that it needs stay, whatever becomes of their sessions: a packet whose key is to be
 * wiped and that nobody has begun to seal is lost instead. Not thread-safe but for {@link #work}.
 *
 * @param <E> where peers are
 */
public final class OutgoingBatch<E> implements CipherWork {
    private final int slotBytes;
    private final byte[] area;
    private final ByteBuffer view;
    private final Session[] sessions;
    private final long[] counters;
    private final int[] lengths;
    private final boolean[] sealed;
    private final List<E> destinations = new ArrayList<>();
    private final HeldKeys keys = new HeldKeys();
    private int size;

    /**
     * An empty batch.
     *
     * @param packets how many it can take
     * @param mtu of the device
     */
    public OutgoingBatch(int packets, int mtu) {
        slotBytes = TransportMessage.MIN_BYTES + mtu;
        area = new byte[Math.multiplyExact(packets, slotBytes)];
        view = ByteBuffer.wrap(area);
        sessions = new Session[packets];
        counters = new long[packets];
        lengths = new int[packets];
        sealed = new boolean[packets];
    }

    @Override
    public int size() {
        return size;
    }

    /** Whether it must be transmitted, or cleared, before it takes another packet. */
    public boolean isFull() {
        return size == sessions.length;
    }

    /** The longest packet that it can take. */
    int mtu() {
        return slotBytes - TransportMessage.MIN_BYTES;
    }

    byte[] area() {
        return area;
    }

    /** Where the plain bytes of the next packet belong. */
    int plainOffset() {
        return size * slotBytes + TransportMessage.HEADER_BYTES;
    }

    /**
     * Takes the packet whose plain bytes, padding included, lie at {@link #plainOffset}.
     *
     * @throws IllegalStateException if the session's keys are wiped
     */
    void add(Session session, E to, int length) {
        if (!keys.hold(session.keys().sending())) {
            throw new IllegalStateException("could not use a session that has ended");
        }
        sessions[size] = session;
        counters[size] = session.takeCounter();
        lengths[size] = length;
        sealed[size] = false;
        destinations.add(to);
        size++;
    }

    @Override
    public void work(PacketCipher cipher, int from, int to) {
        seal(cipher.aead(), from, to);
    }

    void seal(Aead aead, int from, int to) {
        for (int i = from; i < to; i++) {
            Session session = sessions[i];
            if (!session.keys().sending().isDoomed()) {
                session.seal(aead, counters[i], area, i * slotBytes, lengths[i]);
                sealed[i] = true;
            }
        }
    }

    /** Hands out what was sealed, in the order in which it was prepared; the batch is empty afterwards. */
    public void transmit(Outbox<E> out) {
        try {
            for (int i = 0; i < size; i++) {
                if (sealed[i]) {
                    int start = i * slotBytes;
                    out.transmit(
                            destinations.get(i),
                            view.limit(start + TransportMessage.MIN_BYTES + lengths[i])
                                    .position(start));
                }
            }
        } finally {
            clear();
        }
    }

    /** Forgets what is in it, and lets go of the keys: nobody may be working on it. */
    public void clear() {
        keys.release();
        Arrays.fill(sessions, 0, size, null);
        destinations.clear();
        view.clear();
        size = 0;
    }
}
