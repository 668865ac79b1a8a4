package io.omerta.provider.gate;

import static io.omerta.provider.gate.Frames.arp;
import static io.omerta.provider.gate.Frames.hex;
import static io.omerta.provider.gate.Frames.longer;
import static io.omerta.provider.gate.Frames.shorter;
import static io.omerta.provider.gate.Frames.with;

import java.util.stream.Stream;

/** ARP that is not the one question for the gateway. */
final class ArpAttempts {
    private static final int TARGET_MAC = 32;
    private static final int TARGET_ADDRESS = 38;
    private static final int SENDER_MAC = 22;
    private static final int SENDER_ADDRESS = 28;
    private static final int OPERATION = 20;

    private ArpAttempts() {}

    static Stream<Attempt> all() {
        return Stream.of(
                changed("reply that nobody asked for", OPERATION, "0002"),
                changed("RARP's operation", OPERATION, "0003"),
                changed("InARP's operation", OPERATION, "0008"),
                changed("operation 0", OPERATION, "0000"),
                changed("operation 0xffff", OPERATION, "ffff"),
                changed("gateway's address claimed", SENDER_ADDRESS, "a9fe4d01"),
                changed("provider's address claimed", SENDER_ADDRESS, "c0a8010a"),
                changed("router's address claimed", SENDER_ADDRESS, "c0a80101"),
                changed("a probe for its own address", SENDER_ADDRESS, "00000000 000000000000 a9fe4d02"),
                changed("announcement of its own address", TARGET_ADDRESS, "a9fe4d02"),
                changed("gateway's MAC claimed", SENDER_MAC, "020000770001"),
                changed("a neighbour's MAC claimed", SENDER_MAC, "028000000001"),
                changed("broadcast MAC claimed", SENDER_MAC, "ffffffffffff"),
                changed("asks for the provider", TARGET_ADDRESS, "c0a8010a"),
                changed("asks for the router", TARGET_ADDRESS, "c0a80101"),
                changed("asks for the metadata service", TARGET_ADDRESS, "a9fea9fe"),
                changed("asks for a neighbour", TARGET_ADDRESS, "a9fe4d03"),
                changed("asks for 0.0.0.0", TARGET_ADDRESS, "00000000"),
                changed("target MAC is broadcast", TARGET_MAC, "ffffffffffff"),
                changed("target MAC is the gateway's", TARGET_MAC, "020000770001"),
                changed("sent to a multicast MAC", 0, "01005e000001"),
                changed("sent to a neighbour", 0, "028000000001"),
                changed("from a neighbour's MAC", 6, "028000000001"),
                changed("hardware type 6", 14, "0006"),
                changed("for IPv6", 16, "86dd"),
                changed("MAC addresses of 8 bytes", 18, "08"),
                changed("addresses of 16 bytes", 19, "10"),
                attempt("cut by a byte", shorter(arp(), 1)),
                attempt("cut behind the sender", shorter(arp(), 10)),
                attempt("a byte of data in its padding", with(longer(arp(), 18), 59, "01")),
                attempt("padded beyond the smallest frame", longer(arp(), 19)),
                attempt("a datagram behind its end", longer(arp(), 148)),
                attempt(
                        "spoofed reply for the LAN",
                        hex("ffffffffffff 020000770002 0806 0001 0800 06 04 0002"
                                + "020000770002 c0a80101 c0a8010a0000 c0a8010a")));
    }

    private static Attempt changed(String name, int at, String bytes) {
        return attempt(name, with(arp(), at, bytes));
    }

    private static Attempt attempt(String name, byte[] frame) {
        return Attempt.of("ARP: " + name, frame);
    }
}
