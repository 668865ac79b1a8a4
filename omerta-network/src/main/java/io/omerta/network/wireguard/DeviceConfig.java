package io.omerta.network.wireguard;

import java.util.random.RandomGenerator;

/**
 * What a device is made of.
 *
 * @param privateKey its identity; the device keeps it and closes it with itself
 * @param endpointNames names for the caller's endpoints
 * @param random cryptographically strong outside of tests ({@link java.security.SecureRandom})
 * @param mtu the largest IP packet that is sent through the tunnel, in bytes; 1420 suits every path of 1500
 * @param <E> an endpoint
 */
public record DeviceConfig<E>(PrivateKey privateKey, EndpointNames<E> endpointNames, RandomGenerator random, int mtu) {
    /** What fits into an Ethernet frame with any outer header: 1500 less IPv6, UDP and WireGuard. */
    public static final int DEFAULT_MTU = 1_420;

    /** What every IPv4 link carries (RFC 791). */
    private static final int MTU_MIN = 68;
    /** The largest UDP payload over IPv4, less WireGuard's 32 bytes. */
    private static final int MTU_MAX = 65_507 - TransportMessage.MIN_BYTES;

    public DeviceConfig {
        if (mtu < MTU_MIN || mtu > MTU_MAX) {
            throw new IllegalArgumentException("mtu must be " + MTU_MIN + " to " + MTU_MAX + " bytes, not " + mtu);
        }
    }
}
