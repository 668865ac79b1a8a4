/**
 * Who is there: the members of a network, what they lend and where they can be reached.
 *
 * <p>Entry: the interface {@link io.omerta.network.discovery.Discovery};
 * {@link io.omerta.network.discovery.DhtDiscovery} implements it on the overlay of {@code io.omerta.network.dht}. Must not know
 * jobs, or how placement chooses.
 *
 * <p>Each peer signs an {@code Announcement} of itself, which nodes of the overlay keep for two hours under the terms that it is
 * found by ({@code SearchTerms}), each divided into shards as the network grows ({@code Shard}). It counts only with a valid
 * signature of the key that its peer id comes from, for this network, and within its time; of two, the later one counts, and
 * {@code leaving} withdraws. A peer is up if it answered itself within 8 s, under its id: what is kept about it makes it known,
 * never up. Bounds: 10,000 peers in a network, 800 bytes an announcement, 16 endpoints a peer.
 *
 * <pre>{@code
 * var endpoints = new LocalEndpoints(List.of(bindAddress), () -> port);
 * var socket = DhtSocket.open(new InetSocketAddress(bindAddress, port));
 * var discovery = DhtDiscovery.start(
 *         identity, socket, this::offer, endpoints, memory, DiscoveryTiming.DEFAULT, DhtSettings.DEFAULT, InstantSource.system());
 * networkStore.list().forEach(discovery::join);
 *
 * for (Member member : discovery.members(network.id())) {        // this machine first
 *     if (member.up() && member.announcement().offer().lending()) { ... }
 * }
 * discovery.refresh();                                           // what this machine lends has changed
 * discovery.leave(network.id());                                 // before networkStore.remove(network.id())
 * discovery.close();                                             // before socket.close()
 * }</pre>
 */
@NullMarked
package io.omerta.network.discovery;

import org.jspecify.annotations.NullMarked;
