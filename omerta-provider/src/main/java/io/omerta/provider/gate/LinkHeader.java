package io.omerta.provider.gate;

import org.jspecify.annotations.Nullable;

/** What holds for any frame of a guest. */
final class LinkHeader {
    private LinkHeader() {}

    /** Why this cannot be a frame of the guest at all, or null. */
    static @Nullable String problem(byte[] frame, long guestMac) {
        if (frame.length < GuestLink.ETHERNET_HEADER_BYTES) {
            return "cut short: " + frame.length + " bytes hold no Ethernet header";
        }
        if (frame.length > GuestLink.MAX_FRAME_BYTES) {
            return "a frame of " + frame.length + " bytes, at most " + GuestLink.MAX_FRAME_BYTES + " fit the link";
        }
        if (Octets.u48(frame, GuestLink.AT_SOURCE_MAC) != guestMac) {
            return "a source MAC address that is not the guest's";
        }
        return null;
    }
}
