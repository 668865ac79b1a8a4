package io.omerta.network.wireguard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of addresses behind a peer: packets to them go to it, and only packets from them are taken from it (paper,
 * section 2).
 *
 * @param address IPv4 or IPv6; bits behind the prefix are zero
 * @param prefixLength bits, 0 to 32 or 0 to 128
 */
public record AllowedIp(InetAddress address, int prefixLength) {
    /** Four numbers, or IPv6 without zone and embedded IPv4: the shorthands that Java takes besides mislead. */
    private static final Pattern TEXT =
            Pattern.compile("(?<address>\\d+\\.\\d+\\.\\d+\\.\\d+|[0-9a-fA-F:]*:[0-9a-fA-F:]*)(/(?<prefix>\\d{1,3}))?");

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
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or an address alone. Host bits are cut off, as {@code wg} does;
     * names are never resolved.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static AllowedIp parse(String text) {
        Matcher parts = TEXT.matcher(text);
        try {
            if (!parts.matches()) {
                throw new IllegalArgumentException("not an address and a prefix length");
            }
            InetAddress address = InetAddress.ofLiteral(parts.group("address"));
            String prefixLength = parts.group("prefix");
            return prefixLength == null ? host(address) : cut(address, Integer.parseInt(prefixLength));
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

    private static AllowedIp cut(InetAddress address, int prefixLength) {
        byte[] bytes = address.getAddress();
        for (int bit = prefixLength; bit < bytes.length * Byte.SIZE; bit++) {
            bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >>> (bit % Byte.SIZE));
        }
        try {
            return new AllowedIp(InetAddress.getByAddress(bytes), prefixLength);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
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
