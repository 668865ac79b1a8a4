package io.omerta.provider.gate;

import static io.omerta.provider.gate.Frames.BROADCAST;
import static io.omerta.provider.gate.Frames.TO_GATEWAY;
import static io.omerta.provider.gate.Frames.arp;
import static io.omerta.provider.gate.Frames.hex;
import static io.omerta.provider.gate.Frames.initiation;
import static io.omerta.provider.gate.Frames.ipv4;
import static io.omerta.provider.gate.Frames.ipv6;
import static io.omerta.provider.gate.Frames.longer;
import static io.omerta.provider.gate.Frames.message;
import static io.omerta.provider.gate.Frames.shorter;
import static io.omerta.provider.gate.Frames.tunnel;
import static io.omerta.provider.gate.Frames.udp;
import static io.omerta.provider.gate.Frames.with;
import static io.omerta.provider.gate.Frames.withChecksums;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.omerta.core.job.RogueConnection;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrameGateTest {
    private static final String PORTS = "9c40 01bb";
    private static final String TUNNEL_ONLY = "only the tunnel may leave a VM";
    private static final String NOT_THE_GUEST = "a source MAC address that is not the guest's";

    private final FrameGate gate = new FrameGate(Frames.GUEST_MAC);

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("initiation", initiation()),
                arguments("response", tunnel(message(2, 92))),
                arguments("cookie reply", tunnel(message(3, 64))),
                arguments("keepalive", tunnel(message(4, 32))),
                arguments("data", tunnel(message(4, 48))),
                arguments("largest data", tunnel(message(4, 1472))),
                arguments("without UDP checksum", with(initiation(), 40, "0000")),
                arguments("DSCP of a handshake", withChecksums(with(initiation(), 15, "88"))),
                arguments("fragmenting allowed", withChecksums(with(initiation(), 20, "0000"))),
                arguments("time to live 1", withChecksums(with(initiation(), 22, "01"))),
                arguments("source port 1", udp(1, 51_820, message(4, 32))),
                arguments("source port 65535", udp(65_535, 51_820, message(4, 32))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void onDatagramOfTheTunnel_passesItsPayload(String name, byte[] frame) {
        assertThat(gate.judge(frame))
                .isInstanceOfSatisfying(
                        Verdict.Pass.class,
                        pass -> assertThat(pass.datagram()).isEqualTo(ByteBuffer.wrap(frame, 42, frame.length - 42)));
    }

    static Stream<Arguments> questions() {
        return Stream.of(
                arguments("broadcast", arp()),
                arguments("to the gateway", hex(TO_GATEWAY + Frames.ARP_BODY)),
                arguments("padded by one", longer(arp(), 1)),
                arguments("padded to 60", longer(arp(), 18)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void onQuestionForTheGateway_answers(String name, byte[] frame) {
        byte[] reply = longer(
                hex("020000770002 020000770001 0806 0001 0800 06 04 0002"
                        + "020000770001 a9fe4d01 020000770002 a9fe4d02"),
                18);

        assertThat(gate.judge(frame)).isEqualTo(new Verdict.Answer(ByteBuffer.wrap(reply)));
    }

    static Stream<Arguments> linkLayer() {
        String body = "0800 4500";
        return Stream.of(
                refused("Ethernet", "", "cut short: 0 bytes hold no Ethernet header", new byte[0]),
                refused("Ethernet", "", "cut short: 13 bytes hold no Ethernet header", new byte[13]),
                refused("EtherType 0x88b5", "02:00:00:77:00:01", TUNNEL_ONLY, hex(TO_GATEWAY + "88b5")),
                refused(
                        "IPv4 UDP",
                        "169.254.77.1:51820",
                        "a frame of 1515 bytes, at most 1514 fit the link",
                        longer(tunnel(message(4, 1472)), 1)),
                refused("IPv4 UDP", "169.254.77.1:51820", NOT_THE_GUEST, with(initiation(), 6, "020000770003")),
                refused("IPv4 UDP", "169.254.77.1:51820", NOT_THE_GUEST, with(initiation(), 6, "000000000000")),
                refused("IPv4 UDP", "169.254.77.1:51820", NOT_THE_GUEST, with(initiation(), 6, "01005e000001")),
                refused("IPv4 UDP", "169.254.77.1:51820", NOT_THE_GUEST, with(initiation(), 6, "020000770001")),
                refused(
                        "IPv4 UDP",
                        "169.254.77.1:51820",
                        "sent to a MAC address that is not the gateway's",
                        with(initiation(), 0, "ffffffffffff")),
                refused(
                        "IPv4 UDP",
                        "169.254.77.1:51820",
                        "sent to a MAC address that is not the gateway's",
                        with(initiation(), 0, "020000770009")),
                refused("802.1Q", "02:00:00:77:00:01", TUNNEL_ONLY, hex(TO_GATEWAY + "8100 0001" + body)),
                refused("QinQ", "02:00:00:77:00:01", TUNNEL_ONLY, hex(TO_GATEWAY + "88a8 0001 8100 0001" + body)),
                refused("QinQ", "02:00:00:77:00:01", TUNNEL_ONLY, hex(TO_GATEWAY + "9100 0001" + body)),
                refused("LLC", "ff:ff:ff:ff:ff:ff", TUNNEL_ONLY, hex(BROADCAST + "0003 f0f003")),
                refused("LLC", "ff:ff:ff:ff:ff:ff", TUNNEL_ONLY, hex(BROADCAST + "0000")),
                refused("LLC/SNAP", "ff:ff:ff:ff:ff:ff", TUNNEL_ONLY, hex(BROADCAST + "0008 aaaa03000000 0800")),
                refused("STP", "01:80:c2:00:00:00", TUNNEL_ONLY, hex("0180c2000000 020000770002 0003 424203")),
                refused("EtherType 0x05ff", "ff:ff:ff:ff:ff:ff", TUNNEL_ONLY, hex(BROADCAST + "05ff")),
                refused("LLDP", "01:80:c2:00:00:0e", TUNNEL_ONLY, hex("0180c200000e 020000770002 88cc 0207")),
                refused("EAPOL", "02:00:00:77:00:01", TUNNEL_ONLY, hex(TO_GATEWAY + "888e 0101")),
                refused("PPPoE", "ff:ff:ff:ff:ff:ff", TUNNEL_ONLY, hex(BROADCAST + "8863 1109")),
                refused("PPPoE", "02:00:00:77:00:01", TUNNEL_ONLY, hex(TO_GATEWAY + "8864 1100")),
                refused("MPLS", "02:00:00:77:00:01", TUNNEL_ONLY, hex(TO_GATEWAY + "8847 00010140" + body)),
                refused("RARP", "ff:ff:ff:ff:ff:ff", TUNNEL_ONLY, hex(BROADCAST + "8035 0001 0800 06 04 0003")));
    }

    static Stream<Arguments> arpFrames() {
        String gateway = "169.254.77.1";
        return Stream.of(
                refused("ARP", "ff:ff:ff:ff:ff:ff", "cut short: 41 of 42 bytes", shorter(arp(), 1)),
                refused("ARP", "ff:ff:ff:ff:ff:ff", "cut short: 14 of 42 bytes", shorter(arp(), 28)),
                refused("ARP", gateway, "bytes behind its end", longer(arp(), 19)),
                refused("ARP", gateway, "bytes behind its end", with(longer(arp(), 18), 59, "01")),
                refused("ARP", gateway, "not about IPv4 on Ethernet", with(arp(), 14, "0006")),
                refused("ARP", gateway, "not about IPv4 on Ethernet", with(arp(), 16, "86dd")),
                refused("ARP", gateway, "not about IPv4 on Ethernet", with(arp(), 18, "08")),
                refused("ARP", gateway, "not about IPv4 on Ethernet", with(arp(), 19, "10")),
                refused("ARP", gateway, "operation 2 is not a request", with(arp(), 20, "0002")),
                refused("ARP", gateway, "operation 3 is not a request", with(arp(), 20, "0003")),
                refused(
                        "ARP",
                        gateway,
                        "sent to a MAC address that is not the gateway's",
                        with(arp(), 0, "01005e000001")),
                refused(
                        "ARP",
                        gateway,
                        "claims a MAC address that is not the guest's",
                        with(arp(), 22, "020000770001")),
                refused("ARP", gateway, "claims an address that is not the guest's", with(arp(), 28, "a9fe4d01")),
                refused("ARP", gateway, "claims an address that is not the guest's", with(arp(), 28, "00000000")),
                refused("ARP", gateway, "has a target MAC address", with(arp(), 32, "ffffffffffff")),
                refused(
                        "ARP",
                        "169.254.77.2",
                        "asks for an address that is not the gateway",
                        with(arp(), 38, "a9fe4d02")),
                refused(
                        "ARP",
                        "192.168.1.1",
                        "asks for an address that is not the gateway",
                        with(arp(), 38, "c0a80101")),
                refused("ARP", gateway, NOT_THE_GUEST, with(arp(), 6, "020000770009")));
    }

    static Stream<Arguments> ipv4Packets() {
        String tunnel = "169.254.77.1:51820";
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
                refused("IPv4 UDP", tunnel, "not version 4 of IP", with(initiation(), 14, "65")),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "the IPv4 header says 175 bytes, there are 176",
                        withChecksums(with(initiation(), 16, "00af"))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "the IPv4 header says 65535 bytes, there are 176",
                        withChecksums(with(initiation(), 16, "ffff"))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "the IPv4 header says 0 bytes, there are 176",
                        withChecksums(with(initiation(), 16, "0000"))),
                refused("IPv4 UDP", tunnel, "the IPv4 header says 176 bytes, there are 177", longer(initiation(), 1)),
                refused("IPv4 UDP", tunnel, "the IPv4 header says 176 bytes, there are 175", shorter(initiation(), 1)),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "a fragment, or a reserved flag",
                        withChecksums(with(initiation(), 20, "2000"))),
                refused(
                        "IPv4 UDP",
                        "169.254.77.1",
                        "a fragment, or a reserved flag",
                        withChecksums(with(initiation(), 20, "0001"))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "a fragment, or a reserved flag",
                        withChecksums(with(initiation(), 20, "8000"))),
                refused("IPv4 UDP", tunnel, "wrong IPv4 header checksum", with(initiation(), 24, "dead")),
                refused("IPv4 UDP", tunnel, "wrong IPv4 header checksum", with(initiation(), 18, "4321")),
                refused("IPv4 UDP", tunnel, "time to live 0", withChecksums(with(initiation(), 22, "00"))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "a source address that is not the guest's",
                        withChecksums(with(initiation(), 26, "a9fe4d03"))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "a source address that is not the guest's",
                        withChecksums(with(initiation(), 26, "00000000"))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "a source address that is not the guest's",
                        withChecksums(with(initiation(), 26, "7f000001"))),
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

    static Stream<Arguments> datagrams() {
        String tunnel = "169.254.77.1:51820";
        return Stream.of(
                refused("IPv4 UDP", "169.254.77.1:53", TUNNEL_ONLY, udp(40_000, 53, message(1, 148))),
                refused("IPv4 UDP", "169.254.77.1:51821", TUNNEL_ONLY, udp(40_000, 51_821, message(1, 148))),
                refused("IPv4 UDP", "169.254.77.1:0", TUNNEL_ONLY, udp(51_820, 0, message(1, 148))),
                refused("IPv4 UDP", tunnel, "source port 0", udp(0, 51_820, message(1, 148))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "the UDP header says 157 bytes, there are 156",
                        withChecksums(with(initiation(), 38, "009d"))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "the UDP header says 155 bytes, there are 156",
                        withChecksums(with(initiation(), 38, "009b"))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "the UDP header says 8 bytes, there are 156",
                        withChecksums(with(initiation(), 38, "0008"))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "the UDP header says 0 bytes, there are 156",
                        withChecksums(with(initiation(), 38, "0000"))),
                refused("IPv4 UDP", tunnel, "wrong UDP checksum", with(initiation(), 40, "dead")),
                refused("IPv4 UDP", tunnel, "wrong UDP checksum", with(initiation(), 100, "dead")),
                refused("IPv4 UDP", tunnel, "a payload of 0 bytes is no WireGuard message", tunnel(new byte[0])),
                refused("IPv4 UDP", tunnel, "a payload of 3 bytes is no WireGuard message", tunnel(new byte[3])),
                refused("IPv4 UDP", tunnel, "not a WireGuard message: type 0", tunnel(message(0, 148))),
                refused("IPv4 UDP", tunnel, "not a WireGuard message: type 5", tunnel(message(5, 148))),
                refused("IPv4 UDP", tunnel, "not a WireGuard message: type 255", tunnel(message(255, 148))),
                refused("IPv4 UDP", tunnel, "not a WireGuard message", tunnel(with(message(1, 148), 1, "01"))),
                refused("IPv4 UDP", tunnel, "not a WireGuard message", tunnel(with(message(4, 48), 3, "80"))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "a WireGuard message of type 1 with 149 bytes instead of 148",
                        tunnel(message(1, 149))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "a WireGuard message of type 1 with 147 bytes instead of 148",
                        tunnel(message(1, 147))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "a WireGuard message of type 2 with 148 bytes instead of 92",
                        tunnel(message(2, 148))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "a WireGuard message of type 3 with 4 bytes instead of 64",
                        tunnel(message(3, 4))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "a WireGuard message of type 4 with 16 bytes, not a multiple of 16 from 32 up",
                        tunnel(message(4, 16))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "a WireGuard message of type 4 with 33 bytes, not a multiple of 16 from 32 up",
                        tunnel(message(4, 33))),
                refused("IPv4 UDP", tunnel, "not a WireGuard message", tunnel(hex("abcd 0100 0001 0000 0000 0000"))),
                refused(
                        "IPv4 UDP",
                        tunnel,
                        "not a WireGuard message",
                        tunnel(hex("0001 0000 2112a442 000000000000000000000000"))));
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
    @MethodSource({"linkLayer", "arpFrames", "ipv4Packets", "datagrams", "ipv6Packets"})
    void onAnythingElse_isRogue(String protocol, String destination, String reason, byte[] frame) {
        assertThat(gate.judge(frame)).isInstanceOfSatisfying(Verdict.Rogue.class, rogue -> {
            RogueConnection connection = rogue.connection();
            assertThat(connection.protocol()).isEqualTo(protocol);
            assertThat(connection.destination()).isEqualTo(destination);
            assertThat(connection.reason()).isEqualTo(reason);
            assertThat(connection.firstBytes().size()).isEqualTo(Math.min(64, frame.length));
            assertThat(frame).startsWith(connection.firstBytes().toBytes());
        });
        assertThat(new FrameOracle().judge(frame)).isEqualTo(FrameOracle.Opinion.ROGUE);
    }

    @Test
    void afterFirstDatagram_onAnotherSourcePort_isRogue() {
        gate.judge(udp(40_000, 51_820, message(1, 148)));

        assertThat(gate.judge(udp(40_001, 51_820, message(1, 148))))
                .isInstanceOfSatisfying(
                        Verdict.Rogue.class,
                        rogue -> assertThat(rogue.connection().reason())
                                .isEqualTo("source port 40001, the tunnel's is 40000"));
        assertThat(gate.judge(udp(40_000, 51_820, message(4, 32)))).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void beforeFirstDatagram_wrap_drops() {
        assertThat(gate.wrap(message(2, 92))).isEmpty();
    }

    @Test
    void afterFirstDatagram_wrap_addressesTheGuestsPort() {
        gate.judge(udp(40_000, 51_820, message(1, 148)));
        byte[] message = message(2, 92);

        byte[] frame = gate.wrap(message).orElseThrow();

        assertThat(frame).startsWith(hex("020000770002 020000770001 0800 4500 0078 0000 4000 40 11"));
        assertThat(frame).containsSequence(hex("a9fe4d01 a9fe4d02 ca6c 9c40 0064"));
        assertThat(frame).endsWith(message).isEqualTo(withChecksums(frame));
    }

    static Stream<Arguments> notWireGuard() {
        return Stream.of(
                arguments("nothing", new byte[0]),
                arguments("text", hex("48454c4c4f")),
                arguments("type 9", message(9, 148)),
                arguments("reserved bytes", with(message(1, 148), 2, "01")),
                arguments("wrong size", message(1, 150)),
                arguments("larger than the link", message(4, 1488)),
                arguments("larger than any datagram", message(4, 65_536)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notWireGuard")
    void onAnythingButWireGuard_wrap_drops(String name, byte[] datagram) {
        gate.judge(initiation());

        assertThat(gate.wrap(datagram)).isEmpty();
    }

    @Test
    void onLargestMessage_wrap_fillsTheLink() {
        gate.judge(initiation());

        assertThat(gate.wrap(message(4, 1472)).orElseThrow()).hasSize(1514);
    }

    private static Arguments refused(String protocol, String destination, String reason, byte[] frame) {
        return arguments(protocol, destination, reason, frame);
    }
}
