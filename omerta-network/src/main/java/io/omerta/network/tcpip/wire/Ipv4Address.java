package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;

/** An IPv4 address; {@code bits} holds the four octets, the first in the highest place. */
public record Ipv4Address(int bits) implements IpAddress {
    private static final int BROADCAST = -1;

    @Override
    public byte[] octets() {
        return ByteBuffer.allocate(Integer.BYTES).putInt(bits).array();
    }

    @Override
    public void writeTo(ByteBuffer out) {
        out.putInt(bits);
    }

    @Override
    public long checksumPart() {
        return (bits >>> 16) + (bits & 0xFFFFL);
    }

    @Override
    public boolean isMulticast() {
        return (bits >>> 28) == 0xE || bits == BROADCAST;
    }

    @Override
    public boolean isUnicastHost() {
        int first = bits >>> 24;
        return first != 0 && first != 127 && first < 224;
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xFF) + "." + (bits >>> 8 & 0xFF) + "." + (bits & 0xFF);
    }
}
