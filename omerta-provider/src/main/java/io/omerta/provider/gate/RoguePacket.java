package io.omerta.provider.gate;

import static io.omerta.provider.gate.Octets.u16;
import static io.omerta.provider.gate.Octets.u8;

import io.omerta.provider.gate.RogueFrame.Flow;
import java.util.Optional;
import java.util.StringJoiner;

/** Protocol and destination of an IP packet that the gate refused. Bounds are checked, nothing else is believed. */
final class RoguePacket {
    static final int ETHERTYPE_IPV6 = 0x86dd;

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;
    private static final int HOP_BY_HOP = 0;
    private static final int FRAGMENT_OFFSET = 0x1fff;
    private static final int IPV6_HEADER_BYTES = 40;
    private static final int DHCP_SERVER = 67;
    private static final int DHCP_CLIENT = 68;

    private RoguePacket() {}

    /** Empty when there is no whole header. */
    static Optional<Flow> ipv4(byte[] frame, int at) {
        if (frame.length < at + GuestLink.IPV4_HEADER_BYTES) {
            return Optional.empty();
        }
        String address = ipv4Address(frame, at + 16);
        int protocol = u8(frame, at + 9);
        boolean laterFragment = (u16(frame, at + 6) & FRAGMENT_OFFSET) != 0;
        int payload = at + 4 * (u8(frame, at) & 0xf);
        int port = laterFragment ? -1 : destinationPort(frame, payload, protocol);
        if (protocol == UDP && (port == DHCP_SERVER || port == DHCP_CLIENT)) {
            return Optional.of(new Flow("DHCP", address + ":" + port));
        }
        return Optional.of(new Flow("IPv4 " + ipv4Protocol(protocol), port < 0 ? address : address + ":" + port));
    }

    /** Empty when there is no whole header. */
    static Optional<Flow> ipv6(byte[] frame, int at) {
        if (frame.length < at + IPV6_HEADER_BYTES) {
            return Optional.empty();
        }
        String address = ipv6Address(frame, at + 24);
        int next = u8(frame, at + 6);
        int payload = at + IPV6_HEADER_BYTES;
        // Reports of multicast membership, the first thing that Linux sends, are ICMPv6 behind this header.
        if (next == HOP_BY_HOP && frame.length >= payload + 2) {
            next = u8(frame, payload);
            payload += 8 * (u8(frame, payload + 1) + 1);
        }
        int port = destinationPort(frame, payload, next);
        return Optional.of(new Flow("IPv6 " + ipv6Protocol(next), port < 0 ? address : "[" + address + "]:" + port));
    }

    /** -1 when the protocol has none or the frame ends before. */
    private static int destinationPort(byte[] frame, int payload, int protocol) {
        boolean hasPorts = protocol == TCP || protocol == UDP || protocol == SCTP;
        return hasPorts && frame.length >= payload + 4 ? u16(frame, payload + 2) : -1;
    }

    private static String ipv4Protocol(int protocol) {
        return protocol == 1 ? "ICMP" : protocolName(protocol);
    }

    private static String ipv6Protocol(int next) {
        return next == HOP_BY_HOP ? "hop-by-hop" : protocolName(next);
    }

    private static String protocolName(int protocol) {
        return switch (protocol) {
            case 2 -> "IGMP";
            case TCP -> "TCP";
            case UDP -> "UDP";
            case 41 -> "6in4";
            case 47 -> "GRE";
            case 50 -> "ESP";
            case 51 -> "AH";
            case 58 -> "ICMPv6";
            case SCTP -> "SCTP";
            default -> "protocol " + protocol;
        };
    }

    static String ipv4Address(byte[] frame, int at) {
        return u8(frame, at) + "." + u8(frame, at + 1) + "." + u8(frame, at + 2) + "." + u8(frame, at + 3);
    }

    /** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups as "::". */
    private static String ipv6Address(byte[] frame, int at) {
        int start = -1;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int run = zeroGroups(frame, at, i);
            if (run > longest) {
                start = i;
                longest = run;
            }
        }
        return start < 0
                ? groups(frame, at, 0, 8)
                : groups(frame, at, 0, start) + "::" + groups(frame, at, start + longest, 8);
    }

    private static int zeroGroups(byte[] frame, int at, int from) {
        int to = from;
        while (to < 8 && u16(frame, at + 2 * to) == 0) {
            to++;
        }
        return to - from;
    }

    private static String groups(byte[] frame, int at, int from, int to) {
        StringJoiner text = new StringJoiner(":");
        for (int i = from; i < to; i++) {
            text.add(Integer.toHexString(u16(frame, at + 2 * i)));
        }
        return text.toString();
    }
}
