package io.omerta.provider.gate;

/** Frames of a guest, for tests of what lies around the gate. */
public final class GuestFrames {
    private GuestFrames() {}

    /** Something of the size and type of a WireGuard message. */
    public static byte[] message(int type, int size) {
        return Frames.message(type, size);
    }

    /** An honest guest's frame around that datagram. */
    public static byte[] tunnel(byte[] datagram) {
        return Frames.tunnel(datagram);
    }

    /** An honest question for the gateway. */
    public static byte[] arp() {
        return Frames.arp();
    }

    /** The start of a connection to 8.8.8.8:443. */
    public static byte[] tcp() {
        return Frames.ipv4("08080808", 6, Frames.hex("9c40 01bb 00000001 00000000 5002 ffff 0000 0000"));
    }
}
