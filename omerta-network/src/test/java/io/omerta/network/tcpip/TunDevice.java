package io.omerta.network.tcpip;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A TUN device of the Linux kernel: packets that its side sends arrive here, and the other way round. */
final class TunDevice implements AutoCloseable {
    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final long TUNSETIFF = 0x400454caL;
    private static final short IFF_TUN = 1;
    private static final short IFF_NO_PI = 0x1000;
    private static final int IFREQ_BYTES = 40;
    private static final int IFREQ_FLAGS_OFFSET = 16;
    private static final short POLLIN = 1;
    private static final int POLL_MILLIS = 50;
    private static final int MAX_PACKET_BYTES = 65_536;

    private static final MethodHandle OPEN =
            function("open", 2, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle IOCTL = function(
            "ioctl", 2, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
    private static final MethodHandle POLL =
            function("poll", 3, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    private static final MethodHandle READ = function(
            "read", 3, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    private static final MethodHandle WRITE = function(
            "write", 3, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    private static final MethodHandle CLOSE = function("close", 1, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment outgoing = arena.allocate(MAX_PACKET_BYTES);
    private final int descriptor;
    private final Thread reader;
    private volatile boolean closed;

    private TunDevice(int descriptor, Consumer<ByteBuffer> receiver) {
        this.descriptor = descriptor;
        this.reader = Thread.ofPlatform().name("tun-reader").daemon().unstarted(() -> readAll(receiver));
    }

    @SuppressWarnings("restricted") // Java has no other way to the ioctl that makes a TUN device.
    private static MethodHandle function(
            String name, int fixedArguments, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor signature = FunctionDescriptor.of(result, arguments);
        MemorySegment address = linker.defaultLookup().find(name).orElseThrow();
        return fixedArguments < arguments.length
                ? linker.downcallHandle(address, signature, Linker.Option.firstVariadicArg(fixedArguments))
                : linker.downcallHandle(address, signature);
    }

    /** Makes a device; {@code receiver} gets its packets on a thread of the device, each valid during the call only. */
    static TunDevice open(String name, Consumer<ByteBuffer> receiver) throws IOException {
        try (Arena local = Arena.ofConfined()) {
            int descriptor = (int) OPEN.invokeExact(local.allocateFrom("/dev/net/tun"), O_RDWR | O_NONBLOCK);
            if (descriptor < 0) {
                throw new IOException("could not open /dev/net/tun; the test needs root");
            }
            MemorySegment request = local.allocate(IFREQ_BYTES);
            request.asSlice(0, name.length()).copyFrom(MemorySegment.ofArray(name.getBytes(StandardCharsets.US_ASCII)));
            request.set(ValueLayout.JAVA_SHORT, IFREQ_FLAGS_OFFSET, (short) (IFF_TUN | IFF_NO_PI));
            if ((int) IOCTL.invokeExact(descriptor, TUNSETIFF, request) < 0) {
                throw new IOException("could not make TUN device " + name);
            }
            TunDevice device = new TunDevice(descriptor, receiver);
            device.reader.start();
            return device;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private void readAll(Consumer<ByteBuffer> receiver) {
        try (Arena local = Arena.ofConfined()) {
            MemorySegment packet = local.allocate(MAX_PACKET_BYTES);
            MemorySegment wait = local.allocate(8, 4);
            wait.set(ValueLayout.JAVA_INT, 0, descriptor);
            wait.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
            while (!closed) {
                long count = (long) READ.invokeExact(descriptor, packet, (long) MAX_PACKET_BYTES);
                if (count > 0) {
                    receiver.accept(packet.asSlice(0, count).asByteBuffer());
                } else {
                    int ignored = (int) POLL.invokeExact(wait, 1L, POLL_MILLIS);
                }
            }
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Sends a packet to the device's side; lost if its queue is full. One thread at a time. */
    void send(ByteBuffer packet) {
        int length = packet.remaining();
        outgoing.asSlice(0, length).copyFrom(MemorySegment.ofBuffer(packet));
        try {
            long ignored = (long) WRITE.invokeExact(descriptor, outgoing, (long) length);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join();
            int ignored = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        arena.close();
    }
}
