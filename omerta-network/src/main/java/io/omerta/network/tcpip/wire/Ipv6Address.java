package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;

/** An IPv6 address as two halves of eight octets. */
public record Ipv6Address(long high, long low) implements IpAddress {
    private static final int LENGTH_BYTES = 16;

    @Override
    public byte[] octets() {
        return ByteBuffer.allocate(LENGTH_BYTES).putLong(high).putLong(low).array();
    }

    @Override
    public void writeTo(ByteBuffer out) {
        out.putLong(high).putLong(low);
    }

    @Override
    public long checksumPart() {
        return words(high) + words(low);
    }

    private static long words(long half) {
        return (half >>> 48) + (half >>> 32 & 0xFFFF) + (half >>> 16 & 0xFFFF) + (half & 0xFFFF);
    }

    @Override
    public boolean isMulticast() {
        return (high >>> 56) == 0xFF;
    }

    @Override
    public boolean isUnicastHost() {
        boolean unspecifiedOrLoopback = high == 0 && (low == 0 || low == 1);
        return !isMulticast() && !unspecifiedOrLoopback;
    }

    @Override
    public String toString() {
        return toInetAddress().getHostAddress();
    }
}
