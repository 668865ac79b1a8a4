package io.omerta.bench.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * A TUN device that gives and takes TCP in pieces larger than the MTU (tuntap documentation of the kernel; IFF_VNET_HDR). One
 * thread reads, one writes. Each call is given memory of this object and its true size.
 */
@SuppressWarnings("restricted") // Java has no other way to a TUN device.
public final class OffloadTun implements AutoCloseable {
    public static final int HEADER_BYTES = 10;
    public static final int MAX_BYTES = HEADER_BYTES + 65_535;

    private static final int O_RDWR = 2;
    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETOFFLOAD = 0x400454d0L;
    private static final short IFF_TUN_NO_PI_VNET_HDR = 0x1 | 0x1000 | 0x4000;
    /** TUN_F_CSUM, TUN_F_TSO4, TUN_F_TSO6. */
    private static final long CHECKSUMS_AND_LARGE_TCP = 1 | 2 | 4;

    private static final int IFREQ_BYTES = 40;
    private static final int IFREQ_FLAGS = 16;

    private static final MethodHandle OPEN =
            function("open", 2, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle IOCTL = function(
            "ioctl", 2, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
    private static final MethodHandle IOCTL_NUMBER = function(
            "ioctl", 2, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
    private static final MethodHandle READ = function(
            "read", 3, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    private static final MethodHandle WRITE = function(
            "write", 3, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    private static final MethodHandle CLOSE = function("close", 1, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment incoming = arena.allocate(MAX_BYTES);
    private final MemorySegment outgoing = arena.allocate(MAX_BYTES);
    private final int descriptor;

    private OffloadTun(int descriptor) {
        this.descriptor = descriptor;
    }

    private static MethodHandle function(
            String name, int fixedArguments, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor signature = FunctionDescriptor.of(result, arguments);
        MemorySegment address = linker.defaultLookup().findOrThrow(name);
        return fixedArguments < arguments.length
                ? linker.downcallHandle(address, signature, Linker.Option.firstVariadicArg(fixedArguments))
                : linker.downcallHandle(address, signature);
    }

    /** Makes a device that passes large TCP; it goes when this is closed. */
    public static OffloadTun open(String name) throws IOException {
        return open(name, CHECKSUMS_AND_LARGE_TCP);
    }

    /** Makes a device whose packets fit the MTU and are complete; their headers say nothing. */
    public static OffloadTun openPlain(String name) throws IOException {
        return open(name, 0);
    }

    private static OffloadTun open(String name, long offloads) throws IOException {
        try (Arena local = Arena.ofConfined()) {
            int descriptor = (int) OPEN.invokeExact(local.allocateFrom("/dev/net/tun"), O_RDWR);
            require(descriptor, "open /dev/net/tun; run the benchmark as root");
            MemorySegment request = local.allocate(IFREQ_BYTES);
            request.asSlice(0, name.length()).copyFrom(MemorySegment.ofArray(name.getBytes(StandardCharsets.US_ASCII)));
            request.set(ValueLayout.JAVA_SHORT, IFREQ_FLAGS, IFF_TUN_NO_PI_VNET_HDR);
            require((int) IOCTL.invokeExact(descriptor, TUNSETIFF, request), "make TUN device " + name);
            require(
                    (int) IOCTL_NUMBER.invokeExact(descriptor, TUNSETOFFLOAD, offloads),
                    "let TUN device " + name + " pass large TCP");
            return new OffloadTun(descriptor);
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static void require(int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException("could not " + what);
        }
    }

    /** Waits for a packet and copies it, with its header, to the start of {@code into}; returns its length. */
    public int read(byte[] into) throws IOException {
        try {
            long count = (long) READ.invokeExact(descriptor, incoming, (long) MAX_BYTES);
            if (count < HEADER_BYTES) {
                throw new IOException("could not read from the TUN device");
            }
            MemorySegment.copy(incoming, ValueLayout.JAVA_BYTE, 0, into, 0, (int) count);
            return (int) count;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Writes a packet with its header; one that the kernel refuses is lost. */
    public void write(byte[] packet, int length) {
        MemorySegment.copy(packet, 0, outgoing, ValueLayout.JAVA_BYTE, 0, length);
        try {
            long _ = (long) WRITE.invokeExact(descriptor, outgoing, (long) length);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** While nobody reads: the program ends by being killed otherwise. */
    @Override
    public void close() {
        try {
            int _ = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        arena.close();
    }
}
