package io.omerta.network.dht;

import io.omerta.core.address.AddressKind;

/** Which addresses a node sends to because somebody else says that there is a node. */
final class AddressRules {
    private AddressRules() {}

    /** How far away; sent to is only what is known to be a machine's. */
    private enum Distance {
        NOWHERE,
        THIS_MACHINE,
        SAME_SITE,
        INTERNET
    }

    /**
     * Whether what a node at {@code from} says about {@code address} is followed: the address is one machine's, and not nearer
     * to us than the one who says so. Nobody out there makes this machine send into its own LAN, or to itself.
     */
    static boolean isBelieved(NodeAddress address, NodeAddress from) {
        Distance distance = distance(address);
        return distance != Distance.NOWHERE && distance.compareTo(distance(from)) >= 0;
    }

    /** Whether its subnet is counted: in a LAN everybody is in the same one. */
    static boolean isPublic(NodeAddress address) {
        return distance(address) == Distance.INTERNET;
    }

    private static Distance distance(NodeAddress address) {
        return address.isIpv4() ? ofIpv4((int) address.low()) : ofIpv6(address);
    }

    // AddressKind knows the same and more, but takes its time, and an answer has twenty addresses.
    private static Distance ofIpv4(int address) {
        int first = address >>> 24;
        int second = address >>> 16 & 0xff;
        if (first == 0 || first >= 224) {
            return Distance.NOWHERE;
        }
        if (first == 127) {
            return Distance.THIS_MACHINE;
        }
        boolean site = first == 10
                || (first == 172 && second >>> 4 == 1)
                || (first == 192 && second == 168)
                || (first == 100 && second >>> 6 == 1)
                || (first == 169 && second == 254);
        return site ? Distance.SAME_SITE : Distance.INTERNET;
    }

    private static Distance ofIpv6(NodeAddress address) {
        return switch (AddressKind.of(address.address())) {
            case PUBLIC -> Distance.INTERNET;
            case PRIVATE, SHARED, LINK_LOCAL -> Distance.SAME_SITE;
            case LOOPBACK -> Distance.THIS_MACHINE;
            case RESERVED, MULTICAST, UNUSABLE -> Distance.NOWHERE;
        };
    }
}
