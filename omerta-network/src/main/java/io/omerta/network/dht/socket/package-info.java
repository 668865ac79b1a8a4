/**
 * The overlays of a daemon on one UDP socket, each sealed with its network's key; and the same on the LAN by multicast.
 *
 * <p>Entry: {@link io.omerta.network.dht.socket.DhtSocket}. A datagram that no key opens is not answered, and nothing is kept of
 * it.
 */
@NullMarked
package io.omerta.network.dht.socket;

import org.jspecify.annotations.NullMarked;
