package io.omerta.provider.gate;

import static io.omerta.provider.gate.Frames.TO_GATEWAY;
import static io.omerta.provider.gate.Frames.hex;
import static io.omerta.provider.gate.Frames.hexOf;
import static io.omerta.provider.gate.Frames.ipv6;

import java.util.stream.Stream;

/** IPv6 in any form: the guest has none. */
final class Ipv6Attempts {
    private static final String ALL_NODES = "ff020000000000000000000000000001";
    private static final String ROUTERS = "ff020000000000000000000000000002";
    private static final String GATEWAY = "fe80000000000000000000fffe770001";
    private static final String INTERNET = "20014860486000000000000000008888";
    private static final String UDP = "9c40ca6c";

    private Ipv6Attempts() {}

    static Stream<Attempt> all() {
        return Stream.of(
                packet("router solicitation", 58, ROUTERS, "8500 0000 00000000"),
                packet("router advertisement", 58, ALL_NODES, "8600 0000 40000708 0000000000000000"),
                packet(
                        "neighbour solicitation",
                        58,
                        "ff0200000000000000000001ff770001",
                        "8700 0000 00000000" + GATEWAY),
                packet("neighbour advertisement", 58, ALL_NODES, "8800 0000 20000000" + GATEWAY),
                packet("redirect", 58, ALL_NODES, "8900 0000 00000000" + GATEWAY + INTERNET),
                packet("MLDv2 report", 0, "ff020000000000000000000000000016", "3a00 050200000100 8f00 0000 0000 0000"),
                packet("echo to the gateway", 58, GATEWAY, "8000 0000 00000000"),
                packet("echo to all nodes", 58, ALL_NODES, "8000 0000 00000000"),
                packet("TCP to the internet", 6, INTERNET, "9c4001bb 00000001 00000000 5002ffff 00000000"),
                packet("DNS to the internet", 17, INTERNET, "9c400035 00080000"),
                packet("loopback", 17, "00000000000000000000000000000001", UDP + "00080000"),
                packet("mDNS", 17, "ff0200000000000000000000000000fb", "14e914e9 00080000"),
                packet("DHCPv6", 17, "ff020000000000000000000000010002", "02220223 00080000"),
                packet("metadata service", 6, "fd00ec20000000000000000000000254", "9c400050 00000001"),
                packet("WireGuard", 17, GATEWAY, UDP + "009c0000" + hexOf(Frames.message(1, 148))),
                packet("the tunnel's gateway, mapped", 17, "00000000000000000000ffffa9fe4d01", UDP + "00080000"),
                packet("routing header of type 0", 43, INTERNET, "3b02 0001 00000000" + GATEWAY),
                packet("fragment", 44, INTERNET, "1100 0001 00000001" + UDP),
                packet("destination options", 60, INTERNET, "3b00 010400000000"),
                packet("jumbogram", 0, INTERNET, "3b00 c20400010000"),
                packet("no next header", 59, INTERNET, ""),
                packet("IPv4 inside", 4, INTERNET, "45000014 00004000 40010000 a9fe4d02 08080808"),
                attempt("cut header", hex(TO_GATEWAY + "86dd 60000000 0000")),
                attempt(
                        "version 4 inside",
                        hex(TO_GATEWAY + "86dd" + hexOf(Frames.initiation()).substring(28))));
    }

    private static Attempt packet(String name, int nextHeader, String destination, String payload) {
        return attempt(name, ipv6(nextHeader, destination, payload));
    }

    private static Attempt attempt(String name, byte[] frame) {
        return Attempt.of("IPv6: " + name, frame);
    }
}
