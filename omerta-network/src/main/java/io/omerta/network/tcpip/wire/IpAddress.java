package io.omerta.network.tcpip.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** An address of either family, as a value that needs no resolver. */
public sealed interface IpAddress permits Ipv4Address, Ipv6Address {
    /** The octets in network order: 4 or 16. */
    byte[] octets();

    /** Appends the octets to {@code out}. */
    void writeTo(ByteBuffer out);

    /** Sum of the address's 16-bit words, for the pseudo header of a checksum. */
    long checksumPart();

    /** Whether it names a group of receivers, or all on a link. */
    boolean isMulticast();

    /** Whether it can be the source of an ordinary packet from another machine. */
    boolean isUnicastHost();

    /** The address as the JDK's sockets take it. */
    default InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(octets());
        } catch (UnknownHostException impossible) {
            throw new AssertionError("octets are 4 or 16", impossible);
        }
    }

    /** The same address as a value; an IPv4-mapped IPv6 address has already become IPv4 in the JDK's type. */
    static IpAddress of(InetAddress address) {
        ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
        return octets.remaining() == Integer.BYTES
                ? new Ipv4Address(octets.getInt())
                : new Ipv6Address(octets.getLong(), octets.getLong());
    }

    /**
     * Reads a literal such as {@code 10.0.0.1} or {@code fd00::1}; never asks a resolver.
     *
     * @throws IllegalArgumentException if the text is not a literal
     */
    static IpAddress parse(String literal) {
        return of(InetAddress.ofLiteral(literal));
    }
}
