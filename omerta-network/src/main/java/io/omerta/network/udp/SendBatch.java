package io.omerta.network.udp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams that leave with one sendmmsg(2). Neighbours of one length to one address become one message that the kernel cuts
 * (UDP_SEGMENT); the last of them may be shorter.
 */
final class SendBatch {
    static final int MESSAGES = 64;
    /** UDP_MAX_SEGMENTS of the kernel. */
    static final int MOST_SEGMENTS = 64;
    /** The largest UDP payload of IPv4 is 65,507; this leaves room for headers of any kind. */
    private static final int MOST_JOINED_BYTES = 65_000;

    private static final int DATA_BYTES = 4 << 16;

    private final SocketAddresses addresses;
    private final MemorySegment headers;
    private final MemorySegment names;
    private final MemorySegment vectors;
    private final MemorySegment controls;
    private final MemorySegment data;

    private final int[] starts = new int[MESSAGES + 1];
    private final int[] lengths = new int[MESSAGES + 1];
    private final int[] segments = new int[MESSAGES + 1];
    private final int[] counts = new int[MESSAGES + 1];
    private boolean joins = true;
    private int messages;
    private int used;
    private boolean open;
    private @Nullable InetSocketAddress lastTo;

    SendBatch(SocketAddresses addresses, Arena arena) {
        this.addresses = addresses;
        // One more than is used: for a datagram that has to be sent out of a joined message.
        long all = MESSAGES + 1L;
        this.headers = arena.allocate(all * MessageHeaders.BYTES, Long.BYTES);
        this.names = arena.allocate(all * MessageHeaders.NAME_BYTES, Long.BYTES);
        this.vectors = arena.allocate(all * MessageHeaders.VECTOR_BYTES, Long.BYTES);
        this.controls = arena.allocate(all * MessageHeaders.CONTROL_BYTES, Long.BYTES);
        this.data = arena.allocate(DATA_BYTES, Long.BYTES);
        for (int i = 0; i <= MESSAGES; i++) {
            MessageHeaders.link(headers, i, names, vectors);
            MessageHeaders.control(headers, i, controls);
        }
    }

    /** Whether neighbours are joined from now on. */
    void join(boolean wanted) {
        joins = wanted;
    }

    /** Takes a datagram; false if there is no room before the batch is sent. */
    boolean add(InetSocketAddress to, ByteBuffer datagram) {
        int length = datagram.remaining();
        if (used + length > DATA_BYTES) {
            return false;
        }
        if (!extendsLast(to, length)) {
            if (messages == MESSAGES) {
                return false;
            }
            begin(to, length);
        }
        MemorySegment.copy(MemorySegment.ofBuffer(datagram), 0, data, used, length);
        used += length;
        int last = messages - 1;
        lengths[last] += length;
        counts[last]++;
        // Only the last of a message may be shorter than the first.
        open = joins && length == segments[last] && length > 0;
        return true;
    }

    private boolean extendsLast(InetSocketAddress to, int length) {
        int last = messages - 1;
        return open
                && length > 0
                && length <= segments[last]
                && counts[last] < MOST_SEGMENTS
                && lengths[last] + length <= MOST_JOINED_BYTES
                && to.equals(lastTo);
    }

    private void begin(InetSocketAddress to, int length) {
        starts[messages] = used;
        lengths[messages] = 0;
        counts[messages] = 0;
        segments[messages] = length;
        lastTo = to;
        addresses.write(to, names, (long) messages * MessageHeaders.NAME_BYTES);
        messages++;
    }

    int messages() {
        return messages;
    }

    /** Datagrams in a message. */
    int datagrams(int message) {
        return counts[message];
    }

    /** Completes the headers. */
    void seal() {
        for (int i = 0; i < messages; i++) {
            MessageHeaders.vector(vectors, i, data.address() + starts[i], lengths[i]);
            MessageHeaders.ready(headers, i, addresses.length(), counts[i] > 1 ? segments[i] : 0, controls);
        }
    }

    /** What sendmmsg(2) is given, from {@code message} on. */
    MemorySegment headersFrom(int message) {
        return headers.asSlice((long) message * MessageHeaders.BYTES);
    }

    /** One datagram of a message as a message of its own; valid until the next call. */
    MemorySegment single(int message, int datagram) {
        int at = datagram * segments[message];
        int length = Math.min(segments[message], lengths[message] - at);
        long name = (long) message * MessageHeaders.NAME_BYTES;
        MemorySegment.copy(names, name, names, (long) MESSAGES * MessageHeaders.NAME_BYTES, MessageHeaders.NAME_BYTES);
        MessageHeaders.vector(vectors, MESSAGES, data.address() + starts[message] + at, length);
        MessageHeaders.ready(headers, MESSAGES, addresses.length(), 0, controls);
        return headersFrom(MESSAGES);
    }

    void clear() {
        messages = 0;
        used = 0;
        open = false;
        lastTo = null;
    }
}
