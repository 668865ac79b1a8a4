package io.omerta.network.wireguard;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams that came from outside, in order: {@link #add}, then {@link WireGuardDevice#match}, which finds their sessions;
 * then {@link #work}, which opens those that have one, on any threads and without the device; then {@link
 * WireGuardDevice#accept}, which decides about each in turn, as {@link WireGuardDevice#receive} would; then {@link
 * #deliver}. Between match and accept the keys stay, whatever becomes of their sessions; what was opened with the keys of
 * a session that has ended by then is dropped. Not thread-safe but for {@link #work}.
 *
 * @param <E> where peers are
 */
public final class IncomingBatch<E> implements CipherWork {
    private static final int UNTOUCHED = 0;
    private static final int GENUINE = 1;
    private static final int FORGED = 2;

    private final int capacity;
    private final List<ByteBuffer> datagrams = new ArrayList<>();
    private final List<E> sources = new ArrayList<>();
    private final List<Received> results = new ArrayList<>();
    private final @Nullable Message[] messages;
    private final @Nullable Session[] sessions;
    private final int[] states;
    private final HeldKeys keys = new HeldKeys();

    /** An empty batch for so many datagrams. */
    public IncomingBatch(int datagrams) {
        capacity = datagrams;
        messages = new Message[datagrams];
        sessions = new Session[datagrams];
        states = new int[datagrams];
    }

    /**
     * Takes a datagram, which is the batch's until it is delivered: it is opened in place.
     *
     * @param datagram its remaining bytes; on the heap and writable
     * @throws IllegalArgumentException if the buffer is direct or read-only
     * @throws IllegalStateException if the batch is full
     */
    public void add(E from, ByteBuffer datagram) {
        if (!datagram.hasArray()) {
            throw new IllegalArgumentException("datagram must be a writable buffer on the heap");
        }
        if (isFull()) {
            throw new IllegalStateException("could not take a datagram: the batch is full");
        }
        int index = datagrams.size();
        messages[index] =
                Message.parse(datagram.array(), datagram.arrayOffset() + datagram.position(), datagram.remaining());
        sessions[index] = null;
        states[index] = UNTOUCHED;
        datagrams.add(datagram);
        sources.add(from);
    }

    @Override
    public int size() {
        return datagrams.size();
    }

    /** Whether it must be delivered, or cleared, before it takes another datagram. */
    public boolean isFull() {
        return datagrams.size() == capacity;
    }

    ByteBuffer datagram(int index) {
        return datagrams.get(index);
    }

    E source(int index) {
        return sources.get(index);
    }

    @Nullable
    Message message(int index) {
        return messages[index];
    }

    /** What {@link #expect} was told; null where the datagram is to be looked at for the first time. */
    @Nullable
    Session openedWith(int index) {
        return states[index] == UNTOUCHED ? null : sessions[index];
    }

    boolean isGenuine(int index) {
        return states[index] == GENUINE;
    }

    /** The transport message is to be opened with the keys of this session. */
    void expect(int index, Session session) {
        if (keys.hold(session.keys().receiving())) {
            sessions[index] = session;
        }
    }

    @Override
    public void work(PacketCipher cipher, int from, int to) {
        for (int i = from; i < to; i++) {
            Session session = sessions[i];
            if (session != null
                    && messages[i] instanceof TransportMessage message
                    && !session.keys().receiving().isDoomed()) {
                states[i] = session.open(cipher.aead(), message) ? GENUINE : FORGED;
            }
        }
    }

    /** What became of the next datagram. */
    void decided(Received received) {
        results.add(received);
    }

    /** No datagram is opened any more. */
    void releaseKeys() {
        keys.release();
    }

    /** Hands out what became of each datagram, in order, with where it came from; the batch is empty afterwards. */
    public void deliver(BiConsumer<E, Received> handler) {
        try {
            for (int i = 0; i < results.size(); i++) {
                handler.accept(sources.get(i), results.get(i));
            }
        } finally {
            clear();
        }
    }

    /** Forgets what is in it, and lets go of the keys: nobody may be working on it. */
    public void clear() {
        keys.release();
        for (int i = 0; i < datagrams.size(); i++) {
            messages[i] = null;
            sessions[i] = null;
        }
        datagrams.clear();
        sources.clear();
        results.clear();
    }
}
