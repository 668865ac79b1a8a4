package io.omerta.network.udp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Arrays of {@code struct mmsghdr} and what hangs on them; the package says how they lie. */
final class MessageHeaders {
    static final int BYTES = 64;
    static final int VECTOR_BYTES = 16;
    /** A socket address, rounded up. */
    static final int NAME_BYTES = 32;
    /** One control message with a number. */
    static final int CONTROL_BYTES = 24;

    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int RECEIVED = 56;

    private static final int LEVEL = 8;
    private static final int TYPE = 12;
    private static final int VALUE = 16;

    static final int SOL_UDP = 17;
    static final int UDP_SEGMENT = 103;
    static final int UDP_GRO = 104;

    private MessageHeaders() {}

    /** Gives a message its own name and vector, out of arrays of them. */
    static void link(MemorySegment headers, int index, MemorySegment names, MemorySegment vectors) {
        long at = (long) index * BYTES;
        headers.set(ValueLayout.JAVA_LONG, at + NAME, names.address() + (long) index * NAME_BYTES);
        headers.set(ValueLayout.JAVA_LONG, at + VECTOR, vectors.address() + (long) index * VECTOR_BYTES);
        headers.set(ValueLayout.JAVA_LONG, at + VECTOR_COUNT, 1);
    }

    static void control(MemorySegment headers, int index, MemorySegment controls) {
        headers.set(
                ValueLayout.JAVA_LONG,
                (long) index * BYTES + CONTROL,
                controls.address() + (long) index * CONTROL_BYTES);
    }

    static void vector(MemorySegment vectors, int index, long address, long length) {
        vectors.set(ValueLayout.JAVA_LONG, (long) index * VECTOR_BYTES, address);
        vectors.set(ValueLayout.JAVA_LONG, (long) index * VECTOR_BYTES + Long.BYTES, length);
    }

    /** Readies a message for receiving: the kernel has written over the lengths. */
    static void expect(MemorySegment headers, int index, int nameBytes) {
        long at = (long) index * BYTES;
        headers.set(ValueLayout.JAVA_INT, at + NAME_LENGTH, nameBytes);
        headers.set(ValueLayout.JAVA_LONG, at + CONTROL_LENGTH, CONTROL_BYTES);
        headers.set(ValueLayout.JAVA_INT, at + FLAGS, 0);
    }

    static int received(MemorySegment headers, int index) {
        return headers.get(ValueLayout.JAVA_INT, (long) index * BYTES + RECEIVED);
    }

    /** The length of the datagrams that a message was joined of, the last perhaps shorter; 0 if it is one. */
    static int joinedSegment(MemorySegment headers, int index, MemorySegment controls) {
        long length = headers.get(ValueLayout.JAVA_LONG, (long) index * BYTES + CONTROL_LENGTH);
        long at = (long) index * CONTROL_BYTES;
        boolean joined = length >= VALUE + Integer.BYTES
                && controls.get(ValueLayout.JAVA_INT, at + LEVEL) == SOL_UDP
                && controls.get(ValueLayout.JAVA_INT, at + TYPE) == UDP_GRO;
        return joined ? controls.get(ValueLayout.JAVA_INT, at + VALUE) : 0;
    }

    /** Readies a message for sending, to be cut into datagrams of {@code segment} octets; 0: not to be cut. */
    static void ready(MemorySegment headers, int index, int nameBytes, int segment, MemorySegment controls) {
        long at = (long) index * BYTES;
        headers.set(ValueLayout.JAVA_INT, at + NAME_LENGTH, nameBytes);
        headers.set(ValueLayout.JAVA_LONG, at + CONTROL_LENGTH, segment > 0 ? CONTROL_BYTES : 0);
        if (segment > 0) {
            long control = (long) index * CONTROL_BYTES;
            controls.set(ValueLayout.JAVA_LONG, control, VALUE + Short.BYTES);
            controls.set(ValueLayout.JAVA_INT, control + LEVEL, SOL_UDP);
            controls.set(ValueLayout.JAVA_INT, control + TYPE, UDP_SEGMENT);
            controls.set(ValueLayout.JAVA_SHORT, control + VALUE, (short) segment);
        }
    }
}
