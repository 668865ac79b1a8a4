package io.omerta.provider.gate;

import static io.omerta.provider.gate.Frames.TO_GATEWAY;
import static io.omerta.provider.gate.Frames.hex;
import static io.omerta.provider.gate.Frames.initiation;
import static io.omerta.provider.gate.Frames.ipv4;
import static io.omerta.provider.gate.Frames.ipv6;
import static io.omerta.provider.gate.Frames.longer;
import static io.omerta.provider.gate.Frames.shorter;
import static io.omerta.provider.gate.Frames.udp;
import static io.omerta.provider.gate.Frames.with;
import static io.omerta.provider.gate.Frames.withChecksums;
import static io.omerta.provider.gate.Refused.TUNNEL_ONLY;
import static io.omerta.provider.gate.Refused.refused;
import static io.omerta.provider.gate.Refused.refusedDatagram;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** IP packets that belong to no tunnel. */
class FrameGateIpTest {
    private static final String PORTS = "9c40 01bb";

    static Stream<Arguments> ipv4Packets() {
        return Stream.of(
                refused(
                        "IPv4",
                        "02:00:00:77:00:01",
                        "cut short: 0 bytes hold no IPv4 header",
                        hex(TO_GATEWAY + "0800")),
                refused(
                        "IPv4",
                        "02:00:00:77:00:01",
                        "cut short: 19 bytes hold no IPv4 header",
                        shorter(ipv4("a9fe4d01", 17, new byte[0]), 1)),
                refused(
                        "IPv4 UDP",
                        "169.254.77.1:0",
                        "cut short: 7 bytes hold no UDP header",
                        ipv4("a9fe4d01", 17, new byte[7])),
                refused(
                        "IPv4 UDP",
                        "169.254.77.1:0",
                        "the UDP header says 0 bytes, there are 8",
                        ipv4("a9fe4d01", 17, new byte[8])),
                refused(
                        "IPv4 TCP",
                        "169.254.77.1:0",
                        "IPv4 options or a wrong header length",
                        withChecksums(with(ipv4("a9fe4d01", 6, new byte[16]), 14, "46"))),
                refusedDatagram("not version 4 of IP", with(initiation(), 14, "65")),
                refusedDatagram(
                        "the IPv4 header says 175 bytes, there are 176", withChecksums(with(initiation(), 16, "00af"))),
                refusedDatagram(
                        "the IPv4 header says 65535 bytes, there are 176",
                        withChecksums(with(initiation(), 16, "ffff"))),
                refusedDatagram(
                        "the IPv4 header says 0 bytes, there are 176", withChecksums(with(initiation(), 16, "0000"))),
                refusedDatagram("the IPv4 header says 176 bytes, there are 177", longer(initiation(), 1)),
                refusedDatagram("the IPv4 header says 176 bytes, there are 175", shorter(initiation(), 1)),
                refusedDatagram("a fragment, or a reserved flag", withChecksums(with(initiation(), 20, "2000"))),
                refused(
                        "IPv4 UDP",
                        "169.254.77.1",
                        "a fragment, or a reserved flag",
                        withChecksums(with(initiation(), 20, "0001"))),
                refusedDatagram("a fragment, or a reserved flag", withChecksums(with(initiation(), 20, "8000"))),
                refusedDatagram("wrong IPv4 header checksum", with(initiation(), 24, "dead")),
                refusedDatagram("wrong IPv4 header checksum", with(initiation(), 18, "4321")),
                refusedDatagram("time to live 0", withChecksums(with(initiation(), 22, "00"))),
                refusedDatagram(
                        "a source address that is not the guest's", withChecksums(with(initiation(), 26, "a9fe4d03"))),
                refusedDatagram(
                        "a source address that is not the guest's", withChecksums(with(initiation(), 26, "00000000"))),
                refusedDatagram(
                        "a source address that is not the guest's", withChecksums(with(initiation(), 26, "7f000001"))),
                refused(
                        "IPv4 UDP",
                        "169.254.77.3:51820",
                        TUNNEL_ONLY,
                        withChecksums(with(initiation(), 30, "a9fe4d03"))),
                refused(
                        "IPv4 UDP",
                        "169.254.169.254:51820",
                        TUNNEL_ONLY,
                        withChecksums(with(initiation(), 30, "a9fea9fe"))),
                refused(
                        "IPv4 UDP",
                        "255.255.255.255:51820",
                        TUNNEL_ONLY,
                        withChecksums(with(initiation(), 30, "ffffffff"))),
                refused("IPv4 UDP", "0.0.0.0:51820", TUNNEL_ONLY, withChecksums(with(initiation(), 30, "00000000"))),
                refused("IPv4 TCP", "127.0.0.1:443", TUNNEL_ONLY, ipv4("7f000001", 6, hex(PORTS))),
                refused("IPv4 TCP", "192.168.1.1:443", TUNNEL_ONLY, ipv4("c0a80101", 6, hex(PORTS))),
                refused("IPv4 TCP", "8.8.8.8:443", TUNNEL_ONLY, ipv4("08080808", 6, hex(PORTS + "00000000"))),
                refused("IPv4 TCP", "169.254.77.1:443", TUNNEL_ONLY, ipv4("a9fe4d01", 6, hex(PORTS + "00000000"))),
                refused("IPv4 TCP", "8.8.8.8", TUNNEL_ONLY, ipv4("08080808", 6, hex("9c40 01"))),
                refused("IPv4 ICMP", "8.8.8.8", TUNNEL_ONLY, ipv4("08080808", 1, hex("0800 0000"))),
                refused("IPv4 ICMP", "169.254.77.1", TUNNEL_ONLY, ipv4("a9fe4d01", 1, hex("0800 0000"))),
                refused("IPv4 IGMP", "224.0.0.22", TUNNEL_ONLY, ipv4("e0000016", 2, hex("2200 0000"))),
                refused("IPv4 SCTP", "8.8.8.8:443", TUNNEL_ONLY, ipv4("08080808", 132, hex(PORTS))),
                refused("IPv4 GRE", "8.8.8.8", TUNNEL_ONLY, ipv4("08080808", 47, hex("00000800"))),
                refused("IPv4 ESP", "8.8.8.8", TUNNEL_ONLY, ipv4("08080808", 50, hex("00000001"))),
                refused("IPv4 AH", "8.8.8.8", TUNNEL_ONLY, ipv4("08080808", 51, hex("00000001"))),
                refused("IPv4 6in4", "8.8.8.8", TUNNEL_ONLY, ipv4("08080808", 41, hex("60000000"))),
                refused("IPv4 protocol 253", "8.8.8.8", TUNNEL_ONLY, ipv4("08080808", 253, new byte[4])),
                refused(
                        "DHCP",
                        "255.255.255.255:67",
                        "a source address that is not the guest's",
                        withChecksums(with(with(udp(68, 67, new byte[240]), 26, "00000000"), 30, "ffffffff"))),
                refused("DHCP", "169.254.77.1:67", TUNNEL_ONLY, udp(68, 67, new byte[240])));
    }

    static Stream<Arguments> ipv6Packets() {
        String allNodes = "ff020000000000000000000000000001";
        String routers = "ff020000000000000000000000000002";
        String reports = "ff020000000000000000000000000016";
        String google = "20014860486000000000000000008888";
        return Stream.of(
                refused("IPv6 ICMPv6", "ff02::2", TUNNEL_ONLY, ipv6(58, routers, "8500 0000 00000000")),
                refused("IPv6 ICMPv6", "ff02::1", TUNNEL_ONLY, ipv6(58, allNodes, "8800 0000 00000000")),
                refused("IPv6 ICMPv6", "ff02::16", TUNNEL_ONLY, ipv6(0, reports, "3a00 050200000100 8f00")),
                refused("IPv6 hop-by-hop", "ff02::16", TUNNEL_ONLY, ipv6(0, reports, "3a")),
                refused("IPv6 TCP", "[2001:4860:4860::8888]:443", TUNNEL_ONLY, ipv6(6, google, PORTS)),
                refused("IPv6 UDP", "[::]:443", TUNNEL_ONLY, ipv6(17, "0".repeat(32), PORTS)),
                refused(
                        "IPv6 UDP",
                        "2001:db8:1:2:3:4:5:6",
                        TUNNEL_ONLY,
                        ipv6(17, "20010db8000100020003000400050006", "9c40")),
                refused("IPv6", "02:00:00:77:00:01", TUNNEL_ONLY, hex(TO_GATEWAY + "86dd 60000000")));
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @MethodSource({"ipv4Packets", "ipv6Packets"})
    void onPacketThatIsNotTheTunnels_isRogue(String protocol, String destination, String reason, byte[] frame) {
        new Refused(protocol, destination, reason).check(frame);
    }
}
