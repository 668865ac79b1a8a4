package io.omerta.provider.gate;

import static io.omerta.provider.gate.GuestLink.BROADCAST_MAC;
import static io.omerta.provider.gate.GuestLink.ETHERTYPE_ARP;
import static io.omerta.provider.gate.GuestLink.GATEWAY_ADDRESS;
import static io.omerta.provider.gate.GuestLink.GATEWAY_MAC;
import static io.omerta.provider.gate.GuestLink.GUEST_ADDRESS;
import static io.omerta.provider.gate.GuestLink.SMALLEST_ETHERNET_BYTES;
import static io.omerta.provider.gate.Octets.i32;
import static io.omerta.provider.gate.Octets.put16;
import static io.omerta.provider.gate.Octets.put32;
import static io.omerta.provider.gate.Octets.put48;
import static io.omerta.provider.gate.Octets.u16;
import static io.omerta.provider.gate.Octets.u48;

import org.jspecify.annotations.Nullable;

/** The guest's question where its gateway is (RFC 826). */
final class ArpRequest {
    static final int BYTES = 42;
    private static final int AT_KIND = 14;
    private static final int AT_OPERATION = 20;
    private static final int AT_SENDER_MAC = 22;
    private static final int AT_SENDER_ADDRESS = 28;
    private static final int AT_TARGET_MAC = 32;
    static final int AT_TARGET_ADDRESS = 38;

    /** Ethernet, IPv4, addresses of 6 and 4 bytes. */
    private static final long ETHERNET_AND_IPV4 = 0x0001_0800_0604L;

    private static final int REQUEST = 1;
    private static final int REPLY = 2;

    private ArpRequest() {}

    /** Why this ARP frame is not the one that the gate answers, or null. */
    static @Nullable String problem(byte[] frame, long guestMac) {
        if (frame.length < BYTES) {
            return "cut short: " + frame.length + " of " + BYTES + " bytes";
        }
        if (frame.length > SMALLEST_ETHERNET_BYTES || !Octets.allZero(frame, BYTES, frame.length)) {
            return "bytes behind its end";
        }
        if (u48(frame, AT_KIND) != ETHERNET_AND_IPV4) {
            return "not about IPv4 on Ethernet";
        }
        if (u16(frame, AT_OPERATION) != REQUEST) {
            return "operation " + u16(frame, AT_OPERATION) + " is not a request";
        }
        return addressProblem(frame, guestMac);
    }

    private static @Nullable String addressProblem(byte[] frame, long guestMac) {
        long destination = u48(frame, 0);
        if (destination != BROADCAST_MAC && destination != GATEWAY_MAC) {
            return "sent to a MAC address that is not the gateway's";
        }
        if (u48(frame, AT_SENDER_MAC) != guestMac) {
            return "claims a MAC address that is not the guest's";
        }
        if (i32(frame, AT_SENDER_ADDRESS) != GUEST_ADDRESS) {
            return "claims an address that is not the guest's";
        }
        if (u48(frame, AT_TARGET_MAC) != 0) {
            return "has a target MAC address";
        }
        return i32(frame, AT_TARGET_ADDRESS) == GATEWAY_ADDRESS ? null : "asks for an address that is not the gateway";
    }

    /** A whole frame, padded to the smallest that Ethernet has. */
    static byte[] reply(long guestMac) {
        byte[] frame = new byte[SMALLEST_ETHERNET_BYTES];
        put48(frame, 0, guestMac);
        put48(frame, GuestLink.AT_SOURCE_MAC, GATEWAY_MAC);
        put16(frame, GuestLink.AT_ETHERTYPE, ETHERTYPE_ARP);
        put48(frame, AT_KIND, ETHERNET_AND_IPV4);
        put16(frame, AT_OPERATION, REPLY);
        put48(frame, AT_SENDER_MAC, GATEWAY_MAC);
        put32(frame, AT_SENDER_ADDRESS, GATEWAY_ADDRESS);
        put48(frame, AT_TARGET_MAC, guestMac);
        put32(frame, AT_TARGET_ADDRESS, GUEST_ADDRESS);
        return frame;
    }
}
