package io.omerta.provider.gate;

import static io.omerta.provider.gate.Frames.hex;
import static io.omerta.provider.gate.Frames.initiation;
import static io.omerta.provider.gate.Frames.ipv4;
import static io.omerta.provider.gate.Frames.with;
import static io.omerta.provider.gate.Frames.withChecksums;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** IPv4 with something else than UDP inside. */
final class ProtocolAttempts {
    private static final String GATEWAY = "a9fe4d01";
    private static final String PROVIDER = "c0a8010a";
    private static final String ROUTER = "c0a80101";
    private static final String INTERNET = "08080808";
    private static final String METADATA = "a9fea9fe";

    private ProtocolAttempts() {}

    static Stream<Attempt> all() {
        return Stream.of(tcp(), icmp(), others()).flatMap(List::stream);
    }

    private static List<Attempt> tcp() {
        return List.of(
                tcp("SYN to the gateway, port 22", GATEWAY, 22, "02"),
                tcp("SYN to the gateway, port 80", GATEWAY, 80, "02"),
                tcp("SYN to the gateway, port 50051", GATEWAY, 50_051, "02"),
                tcp("SYN to the gateway, port 51820", GATEWAY, 51_820, "02"),
                tcp("RST to the gateway", GATEWAY, 443, "04"),
                tcp("FIN scan of the gateway", GATEWAY, 443, "01"),
                tcp("null scan of the gateway", GATEWAY, 443, "00"),
                tcp("Christmas tree scan of the gateway", GATEWAY, 443, "29"),
                tcp("SYN and ACK to the gateway", GATEWAY, 443, "12"),
                tcp("SYN to the provider's loopback", "7f000001", 22, "02"),
                tcp("SYN to the provider", PROVIDER, 22, "02"),
                tcp("SYN to the provider's router", ROUTER, 80, "02"),
                tcp("SYN to the metadata service", METADATA, 80, "02"),
                tcp("SYN to the internet", INTERNET, 443, "02"),
                tcp("mail to the internet", INTERNET, 25, "02"),
                tcp("SYN to the hub's inner address", "0a000001", 80, "02"),
                Attempt.of("TCP cut behind its ports", ipv4(GATEWAY, 6, hex("9c40 01bb"))));
    }

    private static Attempt tcp(String name, String to, int port, String flags) {
        String ports = "9c40" + HexFormat.of().toHexDigits((short) port);
        return Attempt.of("TCP " + name, ipv4(to, 6, hex(ports + "00000001 00000000 50" + flags + "ffff 0000 0000")));
    }

    private static List<Attempt> icmp() {
        return List.of(
                protocol("ICMP echo to the gateway", GATEWAY, 1, "0800 f7ff 00000000"),
                protocol("ICMP echo to the router", ROUTER, 1, "0800 f7ff 00000000"),
                protocol("ICMP echo to the internet", INTERNET, 1, "0800 f7ff 00000000"),
                protocol("ICMP echo to everybody", "ffffffff", 1, "0800 f7ff 00000000"),
                protocol("ICMP echo reply, a tunnel of its own", INTERNET, 1, "0000 0000 736563726574"),
                protocol("ICMP redirect to itself", GATEWAY, 1, "0501 0000 a9fe4d02"),
                protocol("ICMP timestamp request", GATEWAY, 1, "0d00 0000 00000000"),
                protocol("ICMP unreachable", GATEWAY, 1, "0303 0000 00000000"),
                protocol("ICMP packet too big", GATEWAY, 1, "0304 0000 00000044"),
                protocol("ICMP router solicitation", "e0000002", 1, "0a00 f5ff 00000000"),
                protocol("ICMP without a byte", GATEWAY, 1, ""));
    }

    private static List<Attempt> others() {
        return List.of(
                protocol("IGMPv3 report", "e0000016", 2, "2200 0000 00000001"),
                protocol("IGMPv2 join", "e00000fb", 2, "1600 0000 e00000fb"),
                protocol("SCTP INIT", INTERNET, 132, "9c4001bb 00000000 00000000 01000014"),
                protocol("GRE", INTERNET, 47, "00000800 45000014"),
                protocol("ESP", INTERNET, 50, "00000001 00000001"),
                protocol("AH", INTERNET, 51, "11040000 00000001 00000001"),
                protocol("IPv4 in IPv4", GATEWAY, 4, "45000014 00004000 40010000 a9fe4d02 08080808"),
                protocol("IPv6 in IPv4", GATEWAY, 41, "60000000 00003b40" + "00".repeat(32)),
                protocol("EtherIP", GATEWAY, 97, "3000 020000770001 020000770002 0800"),
                protocol("L2TP", GATEWAY, 115, "00000001"),
                protocol("OSPF hello", "e0000005", 89, "0201 0030"),
                protocol("EIGRP", "e000000a", 88, "0205"),
                protocol("VRRP", "e0000012", 112, "2101 6401"),
                protocol("PIM hello", "e000000d", 103, "2000"),
                protocol("RSVP", GATEWAY, 46, "1001"),
                protocol("DCCP", INTERNET, 33, "9c4001bb"),
                protocol("UDP-Lite to the tunnel's port", GATEWAY, 136, "9c40ca6c 00080000"),
                protocol("protocol 0", GATEWAY, 0, "00000000"),
                protocol("protocol for experiments", GATEWAY, 253, "00000000"),
                protocol("protocol 255", GATEWAY, 255, "00000000"),
                Attempt.of("WireGuard that says it is TCP", withChecksums(with(initiation(), 23, "06"))));
    }

    private static Attempt protocol(String name, String to, int number, String payload) {
        return Attempt.of(name, ipv4(to, number, hex(payload)));
    }
}
