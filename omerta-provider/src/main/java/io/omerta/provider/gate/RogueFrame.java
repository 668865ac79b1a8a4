package io.omerta.provider.gate;

import static io.omerta.provider.gate.GuestLink.AT_IPV4;
import static io.omerta.provider.gate.Octets.u16;
import static io.omerta.provider.gate.Octets.u8;

import io.omerta.core.job.Blob;
import io.omerta.core.job.RogueConnection;
import java.util.Arrays;
import java.util.HexFormat;

/** Says for people what a refused frame was. Total, like the gate: fields beyond the end of the frame are left out. */
final class RogueFrame {
    private static final int LARGEST_802_3_LENGTH = 1500;
    private static final int AT_LLC = GuestLink.ETHERNET_HEADER_BYTES;
    private static final int LLC_SPANNING_TREE = 0x42;
    private static final int LLC_SNAP = 0xaa;
    private static final int ARP_ADDRESS_END = ArpRequest.AT_TARGET_ADDRESS + 4;

    private RogueFrame() {}

    static RogueConnection describe(byte[] frame, String reason) {
        Blob firstBytes = Blob.copyOf(Arrays.copyOf(frame, Math.min(frame.length, RogueConnection.MAX_FIRST_BYTES)));
        Flow flow = frame.length < GuestLink.ETHERNET_HEADER_BYTES ? new Flow("Ethernet", "") : flow(frame);
        return new RogueConnection(flow.protocol(), flow.destination(), firstBytes, frame.length, reason);
    }

    private static Flow flow(byte[] frame) {
        int type = u16(frame, GuestLink.AT_ETHERTYPE);
        return switch (type) {
            case GuestLink.ETHERTYPE_IPV4 -> RoguePacket.ipv4(frame, AT_IPV4).orElse(onLink("IPv4", frame));
            case RoguePacket.ETHERTYPE_IPV6 -> RoguePacket.ipv6(frame, AT_IPV4).orElse(onLink("IPv6", frame));
            case GuestLink.ETHERTYPE_ARP -> arp(frame);
            case 0x8035 -> onLink("RARP", frame);
            case 0x8100 -> onLink("802.1Q", frame);
            case 0x88a8, 0x9100 -> onLink("QinQ", frame);
            case 0x88cc -> onLink("LLDP", frame);
            case 0x888e -> onLink("EAPOL", frame);
            case 0x8863, 0x8864 -> onLink("PPPoE", frame);
            case 0x8847, 0x8848 -> onLink("MPLS", frame);
            default -> onLink(type <= LARGEST_802_3_LENGTH ? llc(frame) : "EtherType 0x" + hex(type), frame);
        };
    }

    private static String llc(byte[] frame) {
        int service = frame.length > AT_LLC ? u8(frame, AT_LLC) : 0;
        return switch (service) {
            case LLC_SPANNING_TREE -> "STP";
            case LLC_SNAP -> "LLC/SNAP";
            default -> "LLC";
        };
    }

    private static Flow arp(byte[] frame) {
        return frame.length < ARP_ADDRESS_END
                ? onLink("ARP", frame)
                : new Flow("ARP", RoguePacket.ipv4Address(frame, ArpRequest.AT_TARGET_ADDRESS));
    }

    private static Flow onLink(String protocol, byte[] frame) {
        return new Flow(protocol, HexFormat.ofDelimiter(":").formatHex(frame, 0, GuestLink.AT_SOURCE_MAC));
    }

    private static String hex(int type) {
        return HexFormat.of().toHexDigits((short) type);
    }

    /**
     * Where a frame wanted to go.
     *
     * @param protocol for example "IPv4 TCP"
     * @param destination as far as the frame names one
     */
    record Flow(String protocol, String destination) {}
}
