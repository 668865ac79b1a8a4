package io.omerta.provider.gate;

import static io.omerta.provider.gate.Frames.BROADCAST;
import static io.omerta.provider.gate.Frames.TO_GATEWAY;
import static io.omerta.provider.gate.Frames.hex;
import static io.omerta.provider.gate.Frames.hexOf;
import static io.omerta.provider.gate.Frames.initiation;
import static io.omerta.provider.gate.Frames.longer;
import static io.omerta.provider.gate.Frames.message;
import static io.omerta.provider.gate.Frames.tunnel;
import static io.omerta.provider.gate.Frames.with;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Addresses, tags and types of Ethernet, and frames that are too short or too long. */
final class LinkAttempts {
    /** What is in a frame whose type alone is wrong: a whole datagram of the tunnel. */
    private static final String PACKET = hexOf(initiation()).substring(28);

    private LinkAttempts() {}

    static Stream<Attempt> all() {
        return Stream.of(addresses(), tags(), types(), sizes()).flatMap(List::stream);
    }

    private static List<Attempt> addresses() {
        List<Attempt> attempts = new ArrayList<>();
        attempts.add(fromMac("zero", "000000000000"));
        attempts.add(fromMac("broadcast", "ffffffffffff"));
        attempts.add(fromMac("multicast", "01005e000001"));
        attempts.add(fromMac("gateway's", "020000770001"));
        attempts.add(fromMac("a neighbour's", "028000000001"));
        attempts.add(fromMac("QEMU's usual", "525400123456"));
        attempts.add(Attempt.of("source MAC of every guest that was not told its own", initiation())
                .asItIs());
        attempts.add(toMac("broadcast", "ffffffffffff"));
        attempts.add(toMac("multicast", "01005e000001"));
        attempts.add(toMac("zero", "000000000000"));
        attempts.add(toMac("a neighbour's", "028000000001"));
        attempts.add(toMac("the guest's own", "020000770002"));
        attempts.add(toMac("the gateway's, group bit set", "030000770001"));
        return attempts;
    }

    private static Attempt fromMac(String whose, String mac) {
        return Attempt.of("source MAC: " + whose, with(initiation(), 6, mac));
    }

    private static Attempt toMac(String whose, String mac) {
        return Attempt.of("destination MAC: " + whose, with(initiation(), 0, mac));
    }

    private static List<Attempt> tags() {
        return List.of(
                ethernet("802.1Q tag, VLAN 1", "8100 0001 0800" + PACKET),
                ethernet("802.1Q tag, priority only", "8100 e000 0800" + PACKET),
                ethernet("802.1Q tag, VLAN 4095", "8100 0fff 0800" + PACKET),
                ethernet("802.1Q tag around ARP", "8100 0001" + Frames.ARP_BODY),
                ethernet("QinQ by 802.1ad", "88a8 0001 8100 0002 0800" + PACKET),
                ethernet("QinQ by 0x9100", "9100 0001 8100 0002 0800" + PACKET),
                ethernet("QinQ by 0x9200", "9200 0001 0800" + PACKET),
                ethernet("MPLS", "8847 00010140" + PACKET),
                ethernet("MPLS multicast", "8848 00010140" + PACKET),
                ethernet("MACsec", "88e5 2c00 00000001" + PACKET),
                ethernet("PPPoE session with IPv4", "8864 1100 0001 0016 0021" + PACKET),
                ethernet("PBB", "88e7 00000001 020000770001 020000770002 0800" + PACKET),
                ethernet("TRILL", "22f3 0000 0001 0002" + PACKET));
    }

    private static Attempt ethernet(String name, String rest) {
        return Attempt.of(name, hex(TO_GATEWAY + rest));
    }

    private static Attempt broadcast(String name, String rest) {
        return Attempt.of(name, hex(BROADCAST + rest));
    }

    private static Attempt to(String name, String mac, String rest) {
        return Attempt.of(name, hex(mac + "020000770002" + rest));
    }

    private static List<Attempt> types() {
        String zeros = "00".repeat(46);
        return List.of(
                broadcast("LLC, NetBIOS", "0003 f0f003"),
                broadcast("LLC, without a byte", "0000"),
                broadcast("LLC/SNAP with IPv4", "00b8 aaaa03000000 0800" + PACKET),
                to("CDP", "01000ccccccc", "0014 aaaa0300000c 2000 02b4" + zeros),
                to("STP", "0180c2000000", "0026 424203 0000 00 00" + zeros),
                to("RSTP", "0180c2000000", "0027 424203 0000 02 02" + zeros),
                to("LLDP", "0180c200000e", "88cc 0207 04 020000770002" + zeros),
                to("LACP", "0180c2000002", "8809 0101" + zeros),
                to("EAPOL start", "0180c2000003", "888e 0101 0000" + zeros),
                to("PTP", "011b19000000", "88f7 0002" + zeros),
                broadcast("PPPoE discovery", "8863 1109 0000 0000" + zeros),
                broadcast("Wake-on-LAN", "0842" + "ffffffffffff" + "020000770001".repeat(16)),
                broadcast("RARP request", "8035 0001 0800 06 04 0003" + zeros),
                broadcast("IPX", "8137 ffff 0022" + zeros),
                broadcast("AppleTalk", "809b" + zeros),
                broadcast("AppleTalk ARP", "80f3" + zeros),
                broadcast("ATA over Ethernet", "88a2 10" + zeros),
                broadcast("Fibre Channel over Ethernet", "8906" + zeros),
                broadcast("PROFINET", "8892" + zeros),
                broadcast("HomePlug", "88e1" + zeros),
                broadcast("RoCE", "8915" + zeros),
                broadcast("B.A.T.M.A.N.", "4305" + zeros),
                ethernet("configuration test", "9000 0000 0100" + zeros),
                ethernet("EtherType for experiments", "88b5" + zeros),
                ethernet("EtherType 0x0801 with IPv4", "0801" + PACKET),
                ethernet("EtherType 0x0008, bytes swapped", "0008" + PACKET),
                ethernet("EtherType 0xffff", "ffff" + zeros),
                ethernet("EtherType 0x05dd, neither length nor type", "05dd" + zeros));
    }

    private static List<Attempt> sizes() {
        return List.of(
                ethernet("runt: an Ethernet header for IPv4", "0800"),
                ethernet("runt: an Ethernet header for ARP", "0806"),
                ethernet("runt: one byte of IPv4", "0800 45"),
                ethernet("runt: half an IPv4 header", "0800 45000014 12344000 4011"),
                ethernet("runt: an IPv4 header but for a byte", "0800 45000013 12344000 40110000 a9fe4d02 a9fe4d"),
                ethernet("runt: 60 bytes of nothing", "0800" + "00".repeat(46)),
                Attempt.of("oversized by one byte", longer(tunnel(message(4, 1472)), 1)),
                Attempt.of("oversized datagram", tunnel(message(4, 1488))),
                Attempt.of("jumbo of 4,000 bytes", tunnel(message(4, 3_952))),
                Attempt.of("jumbo of 9,000 bytes", tunnel(message(4, 8_944))),
                Attempt.of("jumbo of 20,000 bytes", tunnel(message(4, 19_952))));
    }
}
