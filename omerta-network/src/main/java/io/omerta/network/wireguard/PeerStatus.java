package io.omerta.network.wireguard;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a peer stands.
 *
 * @param publicKey who it is
 * @param endpoint where it was last heard from, or was configured to be
 * @param receivedBytes bytes of authentic datagrams from it, headers of WireGuard included
 * @param sentBytes bytes of datagrams to it
 * @param lastHandshake when the last handshake was completed, on the caller's time line (nanoseconds); empty
 *     before the first
 * @param handshaking whether an initiation of ours awaits its response
 * @param <E> an endpoint
 */
public record PeerStatus<E>(
        PublicKey publicKey,
        Optional<E> endpoint,
        long receivedBytes,
        long sentBytes,
        OptionalLong lastHandshake,
        boolean handshaking) {}
