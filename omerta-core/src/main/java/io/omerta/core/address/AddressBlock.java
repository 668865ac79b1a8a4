package io.omerta.core.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All addresses that begin alike (CIDR, RFC 4632), or just one.
 *
 * @param first IPv4 or IPv6; bits behind the prefix are zero
 * @param prefixLength bits, 0 to 32 or 0 to 128
 */
public record AddressBlock(InetAddress first, int prefixLength) {
    /** Four numbers, or IPv6 without a zone: the shorthands that Java takes besides mislead. */
    private static final Pattern TEXT =
            Pattern.compile("(?<address>\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(/(?<prefix>\\d{1,3}))?");

    public AddressBlock {
        byte[] bytes = first.getAddress();
        if (prefixLength < 0 || prefixLength > bits(bytes)) {
            throw new IllegalArgumentException("/" + prefixLength + " is not between /0 and /" + bits(bytes));
        }
        InetAddress cut = cut(bytes, prefixLength);
        if (!cut.equals(first)) {
            throw new IllegalArgumentException(first.getHostAddress() + "/" + prefixLength
                    + " is no block: its first address is " + cut.getHostAddress());
        }
    }

    /** Just this address. */
    public static AddressBlock of(InetAddress address) {
        return new AddressBlock(address, bits(address.getAddress()));
    }

    /** The block of this size that an address is in. */
    public static AddressBlock around(InetAddress address, int prefixLength) {
        return new AddressBlock(cut(address.getAddress(), prefixLength), prefixLength);
    }

    /**
     * Reads {@code 192.168.1.0/24}, {@code fd00::/8}, or an address alone.
     *
     * @throws IllegalArgumentException if it is none, saying why
     */
    public static AddressBlock parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "not an address, such as 192.168.1.7, or a block, such as 192.168.1.0/24");
        }
        InetAddress address = literal(parts.group("address"));
        String prefix = parts.group("prefix");
        return prefix == null ? of(address) : new AddressBlock(address, Integer.parseInt(prefix));
    }

    private static InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(text + " is not an address", e);
        }
    }

    public boolean contains(InetAddress address) {
        byte[] theirs = address.getAddress();
        byte[] ours = first.getAddress();
        if (theirs.length != ours.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            if (((theirs[bit / Byte.SIZE] ^ ours[bit / Byte.SIZE]) & mask(bit)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether all of the other is in this one. */
    public boolean contains(AddressBlock other) {
        return other.prefixLength >= prefixLength && contains(other.first);
    }

    public boolean overlaps(AddressBlock other) {
        return contains(other) || other.contains(this);
    }

    private static int bits(byte[] address) {
        return address.length * Byte.SIZE;
    }

    private static int mask(int bit) {
        return 0x80 >>> (bit % Byte.SIZE);
    }

    private static InetAddress cut(byte[] address, int prefixLength) {
        for (int bit = Math.max(0, prefixLength); bit < bits(address); bit++) {
            address[bit / Byte.SIZE] &= (byte) ~mask(bit);
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
        }
    }

    @Override
    public String toString() {
        String address = first.getHostAddress();
        return prefixLength == bits(first.getAddress()) ? address : address + "/" + prefixLength;
    }
}
