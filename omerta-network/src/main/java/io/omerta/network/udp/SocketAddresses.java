package io.omerta.network.udp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as the system has them, of one family. The last ones read are kept, so that a busy peer makes no garbage. One
 * thread at a time.
 */
final class SocketAddresses {
    static final int MAX_BYTES = 28;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    private static final int IPV4_BYTES = 16;
    private static final int PORT = 2;
    private static final int IPV4_ADDRESS = 4;
    private static final int IPV6_ADDRESS = 8;
    private static final int IPV6_SCOPE = 24;
    private static final int KEPT = 256;
    private static final ValueLayout.OfShort PORT_LAYOUT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private record Kept(long first, long second, long third, int scope, InetSocketAddress address) {
        boolean is(long otherFirst, long otherSecond, long otherThird, int otherScope) {
            return first == otherFirst && second == otherSecond && third == otherThird && scope == otherScope;
        }
    }

    private final boolean six;
    private final @Nullable Kept[] kept = new Kept[KEPT];

    SocketAddresses(boolean six) {
        this.six = six;
    }

    int family() {
        return six ? AF_INET6 : AF_INET;
    }

    int length() {
        return six ? MAX_BYTES : IPV4_BYTES;
    }

    /** Whether a socket of this family reaches it. */
    boolean reaches(InetSocketAddress address) {
        return address.getAddress() != null && (six || !(address.getAddress() instanceof Inet6Address));
    }

    /** Writes {@link #length} octets; an IPv4 address becomes an IPv6 one where the socket is of that family. */
    void write(InetSocketAddress address, MemorySegment out, long at) {
        out.asSlice(at, length()).fill((byte) 0);
        out.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, (short) family());
        out.set(PORT_LAYOUT, at + PORT, (short) address.getPort());
        byte[] octets = address.getAddress().getAddress();
        if (!six) {
            MemorySegment.copy(octets, 0, out, ValueLayout.JAVA_BYTE, at + IPV4_ADDRESS, octets.length);
        } else if (octets.length == Integer.BYTES) {
            out.set(ValueLayout.JAVA_SHORT_UNALIGNED, at + IPV6_ADDRESS + 10, (short) -1);
            MemorySegment.copy(octets, 0, out, ValueLayout.JAVA_BYTE, at + IPV6_ADDRESS + 12, octets.length);
        } else {
            MemorySegment.copy(octets, 0, out, ValueLayout.JAVA_BYTE, at + IPV6_ADDRESS, octets.length);
            int scope = address.getAddress() instanceof Inet6Address inet6 ? inet6.getScopeId() : 0;
            out.set(ValueLayout.JAVA_INT_UNALIGNED, at + IPV6_SCOPE, scope);
        }
    }

    InetSocketAddress read(MemorySegment in, long at) {
        long first = in.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        long second = six ? in.get(ValueLayout.JAVA_LONG_UNALIGNED, at + IPV6_ADDRESS) : 0;
        long third = six ? in.get(ValueLayout.JAVA_LONG_UNALIGNED, at + IPV6_ADDRESS + Long.BYTES) : 0;
        int scope = six ? in.get(ValueLayout.JAVA_INT_UNALIGNED, at + IPV6_SCOPE) : 0;
        int place = (int) (((first * 31 + second * 17 + third) * 0x9E3779B97F4A7C15L) >>> 56) & (KEPT - 1);
        Kept there = kept[place];
        if (there == null || !there.is(first, second, third, scope)) {
            there = new Kept(first, second, third, scope, parse(in, at, scope));
            kept[place] = there;
        }
        return there.address();
    }

    private InetSocketAddress parse(MemorySegment in, long at, int scope) {
        int length = six ? 16 : Integer.BYTES;
        byte[] octets = new byte[length];
        MemorySegment.copy(in, ValueLayout.JAVA_BYTE, at + (six ? IPV6_ADDRESS : IPV4_ADDRESS), octets, 0, length);
        int port = in.get(PORT_LAYOUT, at + PORT) & 0xFFFF;
        try {
            InetAddress address =
                    scope == 0 ? InetAddress.getByAddress(octets) : Inet6Address.getByAddress(null, octets, scope);
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException impossible) {
            throw new AssertionError("octets are 4 or 16", impossible);
        }
    }
}
