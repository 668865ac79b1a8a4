package io.omerta.provider.gate;

import static io.omerta.provider.gate.Frames.BROADCAST;
import static io.omerta.provider.gate.Frames.TO_GATEWAY;
import static io.omerta.provider.gate.Frames.arp;
import static io.omerta.provider.gate.Frames.hex;
import static io.omerta.provider.gate.Frames.initiation;
import static io.omerta.provider.gate.Frames.longer;
import static io.omerta.provider.gate.Frames.message;
import static io.omerta.provider.gate.Frames.shorter;
import static io.omerta.provider.gate.Frames.tunnel;
import static io.omerta.provider.gate.Frames.with;
import static io.omerta.provider.gate.Refused.NOT_THE_GUEST;
import static io.omerta.provider.gate.Refused.TUNNEL_ONLY;
import static io.omerta.provider.gate.Refused.refused;
import static io.omerta.provider.gate.Refused.refusedDatagram;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no packet, or of somebody else. */
class FrameGateLinkTest {
    static Stream<Arguments> linkLayer() {
        String body = "0800 4500";
        return Stream.of(
                refused("Ethernet", "", "cut short: 0 bytes hold no Ethernet header", new byte[0]),
                refused("Ethernet", "", "cut short: 13 bytes hold no Ethernet header", new byte[13]),
                refused("EtherType 0x88b5", "02:00:00:77:00:01", TUNNEL_ONLY, hex(TO_GATEWAY + "88b5")),
                refusedDatagram(
                        "a frame of 1515 bytes, at most 1514 fit the link", longer(tunnel(message(4, 1472)), 1)),
                refusedDatagram(NOT_THE_GUEST, with(initiation(), 6, "020000770003")),
                refusedDatagram(NOT_THE_GUEST, with(initiation(), 6, "000000000000")),
                refusedDatagram(NOT_THE_GUEST, with(initiation(), 6, "01005e000001")),
                refusedDatagram(NOT_THE_GUEST, with(initiation(), 6, "020000770001")),
                refusedDatagram(
                        "sent to a MAC address that is not the gateway's", with(initiation(), 0, "ffffffffffff")),
                refusedDatagram(
                        "sent to a MAC address that is not the gateway's", with(initiation(), 0, "020000770009")),
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

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @MethodSource({"linkLayer", "arpFrames"})
    void onFrameThatIsNoPacketOfTheGuest_isRogue(String protocol, String destination, String reason, byte[] frame) {
        new Refused(protocol, destination, reason).check(frame);
    }
}
