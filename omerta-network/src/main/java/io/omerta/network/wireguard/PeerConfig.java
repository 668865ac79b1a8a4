package io.omerta.network.wireguard;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A peer as it is configured.
 *
 * @param publicKey who it is
 * @param presharedKey copied by the device; the caller wipes its own
 * @param allowedIps the addresses behind it
 * @param endpoint where it is called, if it is known; learned from its packets in any case
 * @param persistentKeepalive how often something is sent whatever happens, whole seconds up to 65,535; zero: never
 * @param <E> an endpoint
 */
public record PeerConfig<E>(
        PublicKey publicKey,
        Optional<PresharedKey> presharedKey,
        List<AllowedIp> allowedIps,
        Optional<E> endpoint,
        Duration persistentKeepalive) {
    private static final Duration KEEPALIVE_MAX = Duration.ofSeconds(65_535);

    public PeerConfig {
        allowedIps = List.copyOf(allowedIps);
        if (persistentKeepalive.isNegative() || persistentKeepalive.compareTo(KEEPALIVE_MAX) > 0) {
            throw new IllegalArgumentException(
                    "persistentKeepalive must be 0 to " + KEEPALIVE_MAX.toSeconds() + " s, not " + persistentKeepalive);
        }
    }

    /** A peer without pre-shared key, endpoint and persistent keepalive. */
    public static <E> PeerConfig<E> of(PublicKey publicKey, AllowedIp... allowedIps) {
        return new PeerConfig<>(publicKey, Optional.empty(), List.of(allowedIps), Optional.empty(), Duration.ZERO);
    }

    public PeerConfig<E> withPresharedKey(PresharedKey key) {
        return new PeerConfig<>(publicKey, Optional.of(key), allowedIps, endpoint, persistentKeepalive);
    }

    public PeerConfig<E> withEndpoint(E where) {
        return new PeerConfig<>(publicKey, presharedKey, allowedIps, Optional.of(where), persistentKeepalive);
    }

    public PeerConfig<E> withPersistentKeepalive(Duration interval) {
        return new PeerConfig<>(publicKey, presharedKey, allowedIps, endpoint, interval);
    }
}
