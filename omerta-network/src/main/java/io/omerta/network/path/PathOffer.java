package io.omerta.network.path;

/**
 * What a provider tells the requester over TLS about a path to itself.
 *
 * @param id the provider's for the path
 * @param port UDP, at the host to which the TLS connection runs; 1024 to 65535: no probe goes to a service of the system
 */
public record PathOffer(int id, int port, PathKey key) {
    public static final int LOWEST_PORT = 1_024;

    public PathOffer {
        if (port < LOWEST_PORT || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " is not between " + LOWEST_PORT + " and 65535");
        }
    }
}
