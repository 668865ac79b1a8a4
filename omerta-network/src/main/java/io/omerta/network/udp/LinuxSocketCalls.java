package io.omerta.network.udp;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The calls of the C library. Each is given sizes that belong to the memory that it is given, and memory that lives as long as
 * the arena of this object's owner, which closes it after the last call. One object belongs to one thread at a time: it holds
 * the error number of the last call.
 */
@SuppressWarnings("restricted") // Java has no other way to send many datagrams by one call.
final class LinuxSocketCalls implements SocketCalls {
    private static final int POLL_BYTES = 8;
    private static final int POLL_EVENTS = 4;
    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;

    private static final StructOfState STATE = new StructOfState();

    private static final MethodHandle SOCKET =
            function("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle BIND =
            function("bind", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle NAME =
            function("getsockname", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    private static final MethodHandle OPTION = function(
            "setsockopt",
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT);
    private static final MethodHandle RECEIVE = function(
            "recvmmsg",
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS);
    private static final MethodHandle SEND =
            function("sendmmsg", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle POLL =
            function("poll", ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    private static final MethodHandle EVENT = function("eventfd", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle EVENT_WRITE =
            function("eventfd_write", ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
    private static final MethodHandle CLOSE = function("close", ValueLayout.JAVA_INT);

    /** Where the C library leaves the error number. */
    private static final class StructOfState {
        private final MemoryLayout layout = Linker.Option.captureStateLayout();
        private final VarHandle errno = layout.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    }

    private final int descriptor;
    private final MemorySegment state;
    private final MemorySegment polls;

    LinuxSocketCalls(int descriptor, Arena arena) {
        this.descriptor = descriptor;
        this.state = arena.allocate(STATE.layout);
        this.polls = arena.allocate(2 * POLL_BYTES, Integer.BYTES);
    }

    private static MethodHandle function(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments),
                Linker.Option.captureCallState("errno"));
    }

    /** recvmmsg(2): how many of {@code count} messages were filled. */
    int receive(MemorySegment messages, int count) {
        try {
            return result((int) RECEIVE.invokeExact(state, descriptor, messages, count, 0, MemorySegment.NULL));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public int send(MemorySegment messages, int count) {
        try {
            return result((int) SEND.invokeExact(state, descriptor, messages, count, 0));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public int awaitWritable(int millis) {
        polls.set(ValueLayout.JAVA_INT, 0, descriptor);
        polls.set(ValueLayout.JAVA_SHORT, POLL_EVENTS, POLLOUT);
        return poll(1, millis);
    }

    /** Waits until datagrams are there, or {@code event} was written. */
    int awaitReadable(int event, int millis) {
        polls.set(ValueLayout.JAVA_INT, 0, descriptor);
        polls.set(ValueLayout.JAVA_SHORT, POLL_EVENTS, POLLIN);
        polls.set(ValueLayout.JAVA_INT, POLL_BYTES, event);
        polls.set(ValueLayout.JAVA_SHORT, POLL_BYTES + POLL_EVENTS, POLLIN);
        return poll(2, millis);
    }

    private int poll(long count, int millis) {
        try {
            return result((int) POLL.invokeExact(state, polls, count, millis));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** socket(2). */
    static int open(int family, int type, Arena arena) {
        LinuxSocketCalls calls = new LinuxSocketCalls(-1, arena);
        try {
            return calls.result((int) SOCKET.invokeExact(calls.state, family, type, 0));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int bind(MemorySegment address, int length) {
        try {
            return result((int) BIND.invokeExact(state, descriptor, address, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** getsockname(2). */
    int name(MemorySegment address, MemorySegment length) {
        try {
            return result((int) NAME.invokeExact(state, descriptor, address, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** setsockopt(2) with a number; {@code number} is room for one. */
    int option(int level, int option, int value, MemorySegment number) {
        number.set(ValueLayout.JAVA_INT, 0, value);
        try {
            return result((int) OPTION.invokeExact(state, descriptor, level, option, number, Integer.BYTES));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** eventfd(2). */
    int newEvent(int flags) {
        try {
            return result((int) EVENT.invokeExact(state, 0, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int signal(int event) {
        try {
            return result((int) EVENT_WRITE.invokeExact(state, event, 1L));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int close(int which) {
        try {
            return result((int) CLOSE.invokeExact(state, which));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    private int result(int value) {
        return value >= 0 ? value : -(int) STATE.errno.get(state, 0L);
    }

    /** A handle throws only what is wrong with its use. */
    private static AssertionError impossible(Throwable e) {
        return new AssertionError("a native call was made in a wrong way", e);
    }
}
