package io.omerta.provider.gate;

/** The network that every guest sees on eth0, on every host. Only its own MAC address differs from guest to guest. */
final class GuestLink {
    static final long GATEWAY_MAC = 0x0200_0077_0001L;
    static final long BROADCAST_MAC = 0xffff_ffff_ffffL;
    /** 169.254.77.2. */
    static final int GUEST_ADDRESS = 0xa9fe_4d02;
    /** 169.254.77.1. */
    static final int GATEWAY_ADDRESS = 0xa9fe_4d01;

    static final int WIREGUARD_PORT = 51820;

    static final int ETHERNET_HEADER_BYTES = 14;
    /** The smallest frame of Ethernet without its check sequence: shorter ones may be padded up to this. */
    static final int SMALLEST_ETHERNET_BYTES = 60;

    static final int IPV4_HEADER_BYTES = 20;
    static final int UDP_HEADER_BYTES = 8;
    static final int MTU = 1500;
    static final int MAX_FRAME_BYTES = ETHERNET_HEADER_BYTES + MTU;
    static final int MAX_DATAGRAM_BYTES = MTU - IPV4_HEADER_BYTES - UDP_HEADER_BYTES;

    static final int ETHERTYPE_IPV4 = 0x0800;
    static final int ETHERTYPE_ARP = 0x0806;
    static final int PROTOCOL_UDP = 17;

    /** Where things are in a frame whose IPv4 header has no options. */
    static final int AT_SOURCE_MAC = 6;

    static final int AT_ETHERTYPE = 12;
    static final int AT_IPV4 = ETHERNET_HEADER_BYTES;
    static final int AT_UDP = AT_IPV4 + IPV4_HEADER_BYTES;
    static final int AT_DATAGRAM = AT_UDP + UDP_HEADER_BYTES;

    private GuestLink() {}
}
