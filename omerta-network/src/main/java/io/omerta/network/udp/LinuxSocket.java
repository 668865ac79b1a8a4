package io.omerta.network.udp;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;

/** Owns the descriptors of a port: the socket, and an event that wakes the thread that waits for datagrams. */
final class LinuxSocket implements AutoCloseable {
    private static final int SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
    private static final int EFD_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    /** Beyond what the system allows everybody; needs CAP_NET_ADMIN. */
    private static final int SO_SNDBUFFORCE = 32;

    private static final int SO_RCVBUFFORCE = 33;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    /** The usual 208 KB hold 90 full datagrams: less than one flight of a fast connection. */
    private static final int BUFFER_BYTES = 4 << 20;

    private final int descriptor;
    private final int event;
    private final LinuxSocketCalls calls;
    private final boolean ipv6;
    private final boolean mayJoin;
    private final InetSocketAddress local;
    private volatile boolean closed;

    private LinuxSocket(int descriptor, InetSocketAddress wanted, Arena arena) throws IOException {
        this.descriptor = descriptor;
        this.calls = new LinuxSocketCalls(descriptor, arena);
        this.ipv6 = !(wanted.getAddress() instanceof Inet4Address);
        MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
        if (ipv6) {
            calls.option(IPPROTO_IPV6, IPV6_V6ONLY, 0, number);
        }
        enlarge(SO_RCVBUFFORCE, SO_RCVBUF, number);
        enlarge(SO_SNDBUFFORCE, SO_SNDBUF, number);
        this.mayJoin = calls.option(MessageHeaders.SOL_UDP, MessageHeaders.UDP_SEGMENT, 0, number) == 0;
        // An old kernel without it delivers datagrams one by one, which is understood as well.
        calls.option(MessageHeaders.SOL_UDP, MessageHeaders.UDP_GRO, 1, number);
        this.local = bind(wanted, arena);
        this.event = require(calls.newEvent(EFD_NONBLOCK_CLOEXEC), "make an event");
    }

    /** @throws IOException if the address cannot be bound */
    static LinuxSocket open(InetSocketAddress local, Arena arena) throws IOException {
        int family = local.getAddress() instanceof Inet4Address ? SocketAddresses.AF_INET : SocketAddresses.AF_INET6;
        int descriptor = require(LinuxSocketCalls.open(family, SOCK_DGRAM_NONBLOCK_CLOEXEC, arena), "open a socket");
        try {
            return new LinuxSocket(descriptor, local, arena);
        } catch (IOException | RuntimeException e) {
            new LinuxSocketCalls(descriptor, arena).close(descriptor);
            throw e;
        }
    }

    private void enlarge(int forced, int allowed, MemorySegment number) {
        if (calls.option(SOL_SOCKET, forced, BUFFER_BYTES, number) < 0) {
            calls.option(SOL_SOCKET, allowed, BUFFER_BYTES, number);
        }
    }

    private InetSocketAddress bind(InetSocketAddress wanted, Arena arena) throws IOException {
        SocketAddresses addresses = new SocketAddresses(ipv6);
        MemorySegment address = arena.allocate(MessageHeaders.NAME_BYTES, Long.BYTES);
        addresses.write(wanted, address, 0);
        int result = calls.bind(address, addresses.length());
        if (result < 0) {
            throw new BindException("could not bind " + wanted + ": " + reason(-result));
        }
        MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
        length.set(ValueLayout.JAVA_INT, 0, addresses.length());
        require(calls.name(address, length), "learn the address of a socket");
        return addresses.read(address, 0);
    }

    private static int require(int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException("could not " + what + ": " + reason(-result));
        }
        return result;
    }

    private static String reason(int error) {
        return switch (error) {
            case Errno.EADDRINUSE -> "address already in use";
            case Errno.EADDRNOTAVAIL -> "no such address on this machine";
            default -> "error " + error + " of the system";
        };
    }

    int descriptor() {
        return descriptor;
    }

    /** Readable once {@link #wake} was called. */
    int event() {
        return event;
    }

    boolean isIpv6() {
        return ipv6;
    }

    /** Whether the kernel cuts large messages into datagrams. */
    boolean mayJoin() {
        return mayJoin;
    }

    InetSocketAddress localAddress() {
        return local;
    }

    /** Whether the system knows no calls for many datagrams, or somebody forbids them. */
    boolean lacksBatches() {
        return isMissing(calls.send(MemorySegment.NULL, 0)) || isMissing(calls.receive(MemorySegment.NULL, 0));
    }

    private static boolean isMissing(int result) {
        return result == -Errno.ENOSYS || result == -Errno.EPERM;
    }

    void wake() {
        synchronized (this) {
            if (!closed) {
                calls.signal(event);
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                calls.close(event);
                calls.close(descriptor);
            }
        }
    }
}
