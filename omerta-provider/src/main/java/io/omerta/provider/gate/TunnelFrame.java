package io.omerta.provider.gate;

import static io.omerta.provider.gate.GuestLink.AT_DATAGRAM;
import static io.omerta.provider.gate.GuestLink.AT_IPV4;
import static io.omerta.provider.gate.GuestLink.AT_UDP;
import static io.omerta.provider.gate.GuestLink.ETHERTYPE_IPV4;
import static io.omerta.provider.gate.GuestLink.GATEWAY_ADDRESS;
import static io.omerta.provider.gate.GuestLink.GATEWAY_MAC;
import static io.omerta.provider.gate.GuestLink.GUEST_ADDRESS;
import static io.omerta.provider.gate.GuestLink.IPV4_HEADER_BYTES;
import static io.omerta.provider.gate.GuestLink.PROTOCOL_UDP;
import static io.omerta.provider.gate.GuestLink.WIREGUARD_PORT;
import static io.omerta.provider.gate.Octets.i32;
import static io.omerta.provider.gate.Octets.onesComplementSum;
import static io.omerta.provider.gate.Octets.pseudoHeaderSum;
import static io.omerta.provider.gate.Octets.put16;
import static io.omerta.provider.gate.Octets.put32;
import static io.omerta.provider.gate.Octets.put48;
import static io.omerta.provider.gate.Octets.u16;
import static io.omerta.provider.gate.Octets.u48;
import static io.omerta.provider.gate.Octets.u8;

import org.jspecify.annotations.Nullable;

/** A WireGuard datagram between guest and gateway, in UDP (RFC 768), IPv4 (RFC 791) and Ethernet. */
final class TunnelFrame {
    private static final int VERSION_4_WITHOUT_OPTIONS = 0x45;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int RIGHT_SUM = 0xffff;
    private static final int TTL = 64;

    private static final int AT_TOTAL_LENGTH = AT_IPV4 + 2;
    private static final int AT_FLAGS = AT_IPV4 + 6;
    private static final int AT_TTL = AT_IPV4 + 8;
    private static final int AT_PROTOCOL = AT_IPV4 + 9;
    private static final int AT_HEADER_CHECKSUM = AT_IPV4 + 10;
    private static final int AT_SOURCE_ADDRESS = AT_IPV4 + 12;
    private static final int AT_DESTINATION_ADDRESS = AT_IPV4 + 16;
    private static final int AT_SOURCE_PORT = AT_UDP;
    private static final int AT_DESTINATION_PORT = AT_UDP + 2;
    private static final int AT_UDP_LENGTH = AT_UDP + 4;
    private static final int AT_UDP_CHECKSUM = AT_UDP + 6;

    private TunnelFrame() {}

    /** Why this IPv4 frame is no datagram of the tunnel, or null. */
    static @Nullable String problem(byte[] frame) {
        if (frame.length < AT_UDP) {
            return "cut short: " + (frame.length - AT_IPV4) + " bytes hold no IPv4 header";
        }
        String problem = headerProblem(frame);
        if (problem == null) {
            problem = addressProblem(frame);
        }
        if (problem == null) {
            problem = udpProblem(frame);
        }
        return problem != null ? problem : WireGuardMessages.problem(frame, AT_DATAGRAM, frame.length);
    }

    private static @Nullable String headerProblem(byte[] frame) {
        if (u8(frame, AT_IPV4) != VERSION_4_WITHOUT_OPTIONS) {
            return u8(frame, AT_IPV4) >>> 4 == 4 ? "IPv4 options or a wrong header length" : "not version 4 of IP";
        }
        int total = u16(frame, AT_TOTAL_LENGTH);
        if (total != frame.length - AT_IPV4) {
            return "the IPv4 header says " + total + " bytes, there are " + (frame.length - AT_IPV4);
        }
        if ((u16(frame, AT_FLAGS) & ~DONT_FRAGMENT) != 0) {
            return "a fragment, or a reserved flag";
        }
        if (onesComplementSum(frame, AT_IPV4, AT_UDP, 0) != RIGHT_SUM) {
            return "wrong IPv4 header checksum";
        }
        return u8(frame, AT_TTL) == 0 ? "time to live 0" : null;
    }

    private static @Nullable String addressProblem(byte[] frame) {
        if (i32(frame, AT_SOURCE_ADDRESS) != GUEST_ADDRESS) {
            return "a source address that is not the guest's";
        }
        if (i32(frame, AT_DESTINATION_ADDRESS) != GATEWAY_ADDRESS) {
            return "only the tunnel may leave a VM";
        }
        if (u48(frame, 0) != GATEWAY_MAC) {
            return "sent to a MAC address that is not the gateway's";
        }
        return u8(frame, AT_PROTOCOL) == PROTOCOL_UDP ? null : "only the tunnel may leave a VM";
    }

    private static @Nullable String udpProblem(byte[] frame) {
        if (frame.length < AT_DATAGRAM) {
            return "cut short: " + (frame.length - AT_UDP) + " bytes hold no UDP header";
        }
        int length = u16(frame, AT_UDP_LENGTH);
        if (length != frame.length - AT_UDP) {
            return "the UDP header says " + length + " bytes, there are " + (frame.length - AT_UDP);
        }
        if (u16(frame, AT_DESTINATION_PORT) != WIREGUARD_PORT) {
            return "only the tunnel may leave a VM";
        }
        if (sourcePort(frame) == 0) {
            return "source port 0";
        }
        boolean right = u16(frame, AT_UDP_CHECKSUM) == 0
                || onesComplementSum(frame, AT_UDP, frame.length, pseudoHeaderSum(length)) == RIGHT_SUM;
        return right ? null : "wrong UDP checksum";
    }

    /** Of a frame that has a UDP header. */
    static int sourcePort(byte[] frame) {
        return u16(frame, AT_SOURCE_PORT);
    }

    /** From the gateway to the guest's port. */
    static byte[] wrap(byte[] datagram, long guestMac, int guestPort) {
        byte[] frame = new byte[AT_DATAGRAM + datagram.length];
        System.arraycopy(datagram, 0, frame, AT_DATAGRAM, datagram.length);
        put48(frame, 0, guestMac);
        put48(frame, GuestLink.AT_SOURCE_MAC, GATEWAY_MAC);
        put16(frame, GuestLink.AT_ETHERTYPE, ETHERTYPE_IPV4);
        putIpv4Header(frame);
        putUdpHeader(frame, guestPort);
        return frame;
    }

    private static void putIpv4Header(byte[] frame) {
        frame[AT_IPV4] = VERSION_4_WITHOUT_OPTIONS;
        put16(frame, AT_TOTAL_LENGTH, frame.length - AT_IPV4);
        put16(frame, AT_FLAGS, DONT_FRAGMENT);
        frame[AT_TTL] = TTL;
        frame[AT_PROTOCOL] = PROTOCOL_UDP;
        put32(frame, AT_SOURCE_ADDRESS, GATEWAY_ADDRESS);
        put32(frame, AT_DESTINATION_ADDRESS, GUEST_ADDRESS);
        put16(frame, AT_HEADER_CHECKSUM, ~onesComplementSum(frame, AT_IPV4, AT_IPV4 + IPV4_HEADER_BYTES, 0));
    }

    private static void putUdpHeader(byte[] frame, int guestPort) {
        int length = frame.length - AT_UDP;
        put16(frame, AT_SOURCE_PORT, WIREGUARD_PORT);
        put16(frame, AT_DESTINATION_PORT, guestPort);
        put16(frame, AT_UDP_LENGTH, length);
        int checksum = ~onesComplementSum(frame, AT_UDP, frame.length, pseudoHeaderSum(length)) & 0xffff;
        // RFC 768: a computed zero is sent as all ones, because zero means that there is none.
        put16(frame, AT_UDP_CHECKSUM, checksum == 0 ? 0xffff : checksum);
    }
}
