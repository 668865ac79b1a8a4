package io.omerta.core.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What an address is for, by the registries of special-purpose addresses (RFC 6890, RFC 5771, RFC 4291). */
public enum AddressKind {
    /** A machine anywhere on the internet. */
    PUBLIC("a public address"),
    /** In somebody's own network. */
    PRIVATE("a private address"),
    /** Between a provider and its customers (RFC 6598). */
    SHARED("an address of carrier-grade NAT"),
    /** On the same wire; services of cloud hosts too. */
    LINK_LOCAL("a link-local address"),
    /** Examples, benchmarks, transition mechanisms: nobody's on the internet. */
    RESERVED("a reserved address"),
    /** The machine itself. */
    LOOPBACK("a loopback address"),
    MULTICAST("a multicast address"),
    /** Nobody's at all. */
    UNUSABLE("not an address that a machine can have");

    private static final Map<AddressKind, List<AddressBlock>> BLOCKS = blocks();
    private static final AddressBlock IPV6_UNICAST = AddressBlock.parse("2000::/3");

    private final String words;

    AddressKind(String words) {
        this.words = words;
    }

    private static Map<AddressKind, List<AddressBlock>> blocks() {
        Map<AddressKind, List<AddressBlock>> blocks = new EnumMap<>(AddressKind.class);
        blocks.put(PRIVATE, parsed("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"));
        blocks.put(SHARED, parsed("100.64.0.0/10"));
        blocks.put(LINK_LOCAL, parsed("169.254.0.0/16", "fe80::/10"));
        blocks.put(LOOPBACK, parsed("127.0.0.0/8", "::1"));
        blocks.put(MULTICAST, parsed("224.0.0.0/4", "ff00::/8"));
        blocks.put(UNUSABLE, parsed("0.0.0.0/8", "240.0.0.0/4", "::/128"));
        // 64:ff9b::/96, 2002::/16 and Teredo's 2001::/32 carry an IPv4 address of any kind inside.
        blocks.put(
                RESERVED,
                parsed(
                        "192.0.0.0/24",
                        "192.0.2.0/24",
                        "192.88.99.0/24",
                        "198.18.0.0/15",
                        "198.51.100.0/24",
                        "203.0.113.0/24",
                        "64:ff9b::/96",
                        "64:ff9b:1::/48",
                        "2001::/23",
                        "2001:db8::/32",
                        "2002::/16",
                        "3fff::/20"));
        return blocks;
    }

    private static List<AddressBlock> parsed(String... blocks) {
        return Stream.of(blocks).map(AddressBlock::parse).toList();
    }

    public static AddressKind of(InetAddress address) {
        return special(AddressBlock.of(address)).orElseGet(() -> ordinary(address));
    }

    private static AddressKind ordinary(InetAddress address) {
        return address instanceof Inet4Address || IPV6_UNICAST.contains(address) ? PUBLIC : RESERVED;
    }

    /** The kind of all addresses in a block that has nothing but those of one special purpose. */
    static Optional<AddressKind> special(AddressBlock block) {
        return BLOCKS.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(special -> special.contains(block)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether a machine elsewhere can have it and a rule may name it. */
    public boolean canBeReached() {
        return switch (this) {
            case PUBLIC, PRIVATE, SHARED, LINK_LOCAL, RESERVED -> true;
            case LOOPBACK, MULTICAST, UNUSABLE -> false;
        };
    }

    /** For sentences: "a private address". */
    public String words() {
        return words;
    }
}
