package io.omerta.network.wireguard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What the device must know of the caller's endpoints, whatever they are (UDP addresses, streams): names for cookies
 * and rate limits. The device never reaches an endpoint by itself.
 *
 * @param <E> an endpoint; immutable
 */
@FunctionalInterface
public interface EndpointNames<E> {
    /** Bytes that name this endpoint and no other (an address and a port): a cookie is good for this one alone. */
    byte[] exact(E endpoint);

    /**
     * Bytes that name those endpoints that share one allowance of handshakes under load (an address without the port).
     */
    default byte[] group(E endpoint) {
        return exact(endpoint);
    }

    /**
     * Names of UDP endpoints; an IPv6 /64 shares one allowance.
     *
     * @throws IllegalArgumentException on use with an unresolved one
     */
    static EndpointNames<InetSocketAddress> ofSockets() {
        return new EndpointNames<>() {
            @Override
            public byte[] exact(InetSocketAddress endpoint) {
                byte[] address = resolved(endpoint).getAddress();
                return ByteBuffer.allocate(address.length + Short.BYTES)
                        .put(address)
                        .putShort((short) endpoint.getPort())
                        .array();
            }

            @Override
            public byte[] group(InetSocketAddress endpoint) {
                InetAddress address = resolved(endpoint);
                byte[] bytes = address.getAddress();
                return address instanceof Inet6Address ? Arrays.copyOf(bytes, Long.BYTES) : bytes;
            }

            private static InetAddress resolved(InetSocketAddress endpoint) {
                InetAddress address = endpoint.getAddress();
                if (address == null) {
                    throw new IllegalArgumentException("endpoint must be resolved: " + endpoint);
                }
                return address;
            }
        };
    }
}
