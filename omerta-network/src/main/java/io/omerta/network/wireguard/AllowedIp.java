package io.omerta.network.wireguard;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of addresses behind a peer: packets to them go to it, and only packets from them are taken from it (paper,
 * section 2).
 *
 * @param address IPv4 or IPv6; bits behind the prefix are zero
 * @param prefixLength bits, 0 to 32 or 0 to 128
 */
public record AllowedIp(InetAddress address, int prefixLength) {
    public AllowedIp {
        byte[] bytes = address.getAddress();
        if (prefixLength < 0 || prefixLength > bytes.length * Byte.SIZE) {
            throw new IllegalArgumentException(
                    "prefixLength must be 0 to " + bytes.length * Byte.SIZE + ", not " + prefixLength);
        }
        if (!isZeroBehind(bytes, prefixLength)) {
            throw new IllegalArgumentException(
                    "address must be zero behind the prefix: " + address.getHostAddress() + "/" + prefixLength);
        }
    }

    /** Just this address. */
    public static AllowedIp host(InetAddress address) {
        return new AllowedIp(address, address.getAddress().length * Byte.SIZE);
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or an address alone. Host bits are cut off, as {@code wg} does; names are
     * never resolved.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static AllowedIp parse(String text) {
        int slash = text.indexOf('/');
        try {
            if (slash < 0) {
                return host(InetAddress.ofLiteral(text));
            }
            InetAddress address = InetAddress.ofLiteral(text.substring(0, slash));
            int prefixLength = Integer.parseUnsignedInt(text, slash + 1, text.length(), 10);
            return new AllowedIp(masked(address, prefixLength), prefixLength);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "could not read the allowed IP '" + text + "': use ADDRESS or ADDRESS/PREFIX, such as 10.0.0.2/32",
                    e);
        }
    }

    boolean isIpv4() {
        return address.getAddress().length == IpPacket.IPV4_ADDRESS_BYTES;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixLength;
    }

    private static InetAddress masked(InetAddress address, int prefixLength) {
        byte[] bytes = address.getAddress();
        for (int bit = Math.max(0, prefixLength); bit < bytes.length * Byte.SIZE; bit++) {
            bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >>> (bit % Byte.SIZE));
        }
        return addressOf(bytes);
    }

    private static InetAddress addressOf(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length, impossible);
        }
    }

    private static boolean isZeroBehind(byte[] bytes, int prefixLength) {
        for (int bit = prefixLength; bit < bytes.length * Byte.SIZE; bit++) {
            if ((bytes[bit / Byte.SIZE] & (0x80 >>> (bit % Byte.SIZE))) != 0) {
                return false;
            }
        }
        return true;
    }
}
