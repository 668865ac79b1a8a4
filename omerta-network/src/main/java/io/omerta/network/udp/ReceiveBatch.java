package io.omerta.network.udp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/** Room for the datagrams of one recvmmsg(2), each of which may be many that the kernel has joined (UDP_GRO). */
final class ReceiveBatch {
    /** As many full datagrams as a burst of a busy peer; each joined one may hold 64 KB, but memory is taken as it is used. */
    static final int MESSAGES = 64;

    private static final int SLOT_BYTES = 1 << 16;

    private final SocketAddresses addresses;
    private final MemorySegment headers;
    private final MemorySegment names;
    private final MemorySegment controls;
    private final MemorySegment data;
    private final byte[] bytes = new byte[SLOT_BYTES];
    private final ByteBuffer datagram = ByteBuffer.wrap(bytes);

    ReceiveBatch(SocketAddresses addresses, Arena arena) {
        this.addresses = addresses;
        this.headers = arena.allocate((long) MESSAGES * MessageHeaders.BYTES, Long.BYTES);
        this.names = arena.allocate((long) MESSAGES * MessageHeaders.NAME_BYTES, Long.BYTES);
        this.controls = arena.allocate((long) MESSAGES * MessageHeaders.CONTROL_BYTES, Long.BYTES);
        this.data = arena.allocate((long) MESSAGES * SLOT_BYTES, Long.BYTES);
        MemorySegment vectors = arena.allocate((long) MESSAGES * MessageHeaders.VECTOR_BYTES, Long.BYTES);
        for (int i = 0; i < MESSAGES; i++) {
            MessageHeaders.link(headers, i, names, vectors);
            MessageHeaders.control(headers, i, controls);
            MessageHeaders.vector(vectors, i, data.address() + (long) i * SLOT_BYTES, SLOT_BYTES);
            reset(i);
        }
    }

    /** What recvmmsg(2) is given. */
    MemorySegment headers() {
        return headers;
    }

    /** Hands on what the first {@code messages} hold, and makes room again; returns how many datagrams that were. */
    int deliver(int messages, DatagramHandler handler) {
        int count = 0;
        for (int i = 0; i < messages; i++) {
            count += deliverOne(i, handler);
            reset(i);
        }
        return count;
    }

    private int deliverOne(int index, DatagramHandler handler) {
        int length = MessageHeaders.received(headers, index);
        var from = addresses.read(names, (long) index * MessageHeaders.NAME_BYTES);
        int segment = MessageHeaders.joinedSegment(headers, index, controls);
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, (long) index * SLOT_BYTES, bytes, 0, length);
        if (segment <= 0 || segment >= length) {
            handler.received(from, datagram.limit(length).position(0));
            return 1;
        }
        int count = 0;
        for (int at = 0; at < length; at += segment) {
            handler.received(
                    from, datagram.limit(Math.min(at + segment, length)).position(at));
            count++;
        }
        return count;
    }

    private void reset(int index) {
        MessageHeaders.expect(headers, index, addresses.length());
    }
}
