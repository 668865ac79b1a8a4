package io.omerta.provider.gate;

/** Frames of a guest, for tests of what lies around the gate. */
public final class GuestFrames {
    private static final int AT_ARP_SENDER = 22;

    private GuestFrames() {}

    /** Something of the size and type of a WireGuard message. */
    public static byte[] message(int type, int size) {
        return Frames.message(type, size);
    }

    /**
     * An honest guest's frame around that datagram.
     *
     * @param mac the guest's, 6 bytes
     */
    public static byte[] tunnel(byte[] mac, byte[] datagram) {
        return from(mac, Frames.tunnel(datagram));
    }

    /**
     * An honest question for the gateway.
     *
     * @param mac the guest's, 6 bytes
     */
    public static byte[] arp(byte[] mac) {
        byte[] frame = from(mac, Frames.arp());
        System.arraycopy(mac, 0, frame, AT_ARP_SENDER, mac.length);
        return frame;
    }

    private static byte[] from(byte[] mac, byte[] frame) {
        System.arraycopy(mac, 0, frame, GuestLink.AT_SOURCE_MAC, mac.length);
        return frame;
    }

    /** The start of a connection to 8.8.8.8:443. */
    public static byte[] tcp() {
        return Frames.ipv4("08080808", 6, Frames.hex("9c40 01bb 00000001 00000000 5002 ffff 0000 0000"));
    }
}
