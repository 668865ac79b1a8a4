package io.omerta.core.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The IPv4 network of the tunnels: the hub has its first address, VMs the others.
 *
 * @param network the lowest address, as a number
 * @param prefixLength 8 to 24
 */
public record HubRange(int network, int prefixLength) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");
    private static final int SMALLEST = 24;
    private static final int LARGEST = 8;

    public HubRange {
        if (prefixLength < LARGEST || prefixLength > SMALLEST) {
            throw new IllegalArgumentException("hub.range: /" + prefixLength + " is not between /8 and /24");
        }
        if ((network & -1 >>> prefixLength) != 0) {
            throw new IllegalArgumentException("hub.range: the address is not the first one of the range");
        }
    }

    /** @throws IllegalArgumentException unless the text is like "10.0.0.0/16" */
    public static HubRange parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("hub.range: \"" + text + "\" is not like 10.0.0.0/16");
        }
        int address = 0;
        for (int i = 1; i <= 4; i++) {
            int octet = Integer.parseInt(matcher.group(i));
            if (octet > 255) {
                throw new IllegalArgumentException("hub.range: \"" + text + "\" is not like 10.0.0.0/16");
            }
            address = address << 8 | octet;
        }
        return new HubRange(address, Integer.parseInt(matcher.group(5)));
    }

    /** The requester's own address in there. */
    public int hubAddress() {
        return network + 1;
    }

    /** Addresses that VMs can have: without the network's, the hub's and the last one. */
    public int guests() {
        return (1 << (32 - prefixLength)) - 3;
    }

    /** @param index from 0 to {@link #guests} exclusive */
    public int guestAddress(int index) {
        if (index < 0 || index >= guests()) {
            throw new IllegalArgumentException("guest: number " + index + " of " + guests());
        }
        return network + 2 + index;
    }

    /** Dotted. */
    public static String format(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    @Override
    public String toString() {
        return format(network) + "/" + prefixLength;
    }
}
