package io.omerta.network.dht;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An IP address and a UDP port, in few bytes. An IPv4 address is kept as its mapped IPv6 one (RFC 4291, section 2.5.5.2), so
 * that one host has one spelling.
 */
public record NodeAddress(long high, long low, int port) implements Comparable<NodeAddress> {
    static final int IPV4_BYTES = 6;
    static final int IPV6_BYTES = 18;
    private static final long MAPPED = 0xffff_0000_0000L;

    public NodeAddress {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("node address: port " + port + " is not between 1 and 65535");
        }
    }

    /** @param address 32 bits */
    public static NodeAddress ofIpv4(int address, int port) {
        return new NodeAddress(0, MAPPED | Integer.toUnsignedLong(address), port);
    }

    /** @throws IllegalArgumentException for port 0, or a name that was not resolved */
    public static NodeAddress of(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("node address: not resolved");
        }
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress().getAddress());
        return bytes.remaining() == 4
                ? ofIpv4(bytes.getInt(), address.getPort())
                : new NodeAddress(bytes.getLong(), bytes.getLong(), address.getPort());
    }

    /** @throws IllegalArgumentException for port 0 */
    static NodeAddress readIpv4(ByteBuffer from) {
        return ofIpv4(from.getInt(), Short.toUnsignedInt(from.getShort()));
    }

    /** @throws IllegalArgumentException for port 0 */
    static NodeAddress readIpv6(ByteBuffer from) {
        return new NodeAddress(from.getLong(), from.getLong(), Short.toUnsignedInt(from.getShort()));
    }

    /** As many bytes as the family takes. */
    void write(ByteBuffer to) {
        if (isIpv4()) {
            to.putInt((int) low);
        } else {
            to.putLong(high).putLong(low);
        }
        to.putShort((short) port);
    }

    byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(isIpv4() ? IPV4_BYTES : IPV6_BYTES);
        write(bytes);
        return bytes.array();
    }

    boolean isIpv4() {
        return high == 0 && (low & ~0xffff_ffffL) == MAPPED;
    }

    public InetAddress address() {
        try {
            byte[] bytes = toBytes();
            return InetAddress.getByAddress(Arrays.copyOf(bytes, bytes.length - 2));
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are addresses", e);
        }
    }

    public InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(address(), port);
    }

    boolean isSameHost(NodeAddress other) {
        return high == other.high && low == other.low;
    }

    /** The subnet that one owner usually has: /24 of IPv4, /56 of IPv6. */
    long subnet() {
        return isIpv4() ? low >>> 8 : high >>> 8 | Long.MIN_VALUE;
    }

    // Written out: what a record gets by itself is slower, and every datagram compares some.
    @Override
    public boolean equals(Object other) {
        return other instanceof NodeAddress address
                && low == address.low
                && high == address.high
                && port == address.port;
    }

    @Override
    public int hashCode() {
        // Multiplied by 2^64 over the golden ratio: neighbouring subnets differ in bits that a hash table does not look
        // at.
        return (int) (((31 * (31 * high + low) + port) * 0x9e3779b97f4a7c15L) >>> 32);
    }

    /** In any order, always the same. */
    @Override
    public int compareTo(NodeAddress other) {
        int order = Long.compare(high, other.high);
        order = order == 0 ? Long.compare(low, other.low) : order;
        return order == 0 ? Integer.compare(port, other.port) : order;
    }

    @Override
    public String toString() {
        String host = address().getHostAddress();
        return (isIpv4() ? host : "[" + host + "]") + ":" + port;
    }
}
