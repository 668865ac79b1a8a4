/**
 * Who is there: the members of a network, what they lend and where they can be reached.
 *
 * <p>Entry: the interface {@link io.omerta.network.discovery.Discovery};
 * {@link io.omerta.network.discovery.BootstrapDiscovery} implements it by asking every peer directly. Must not know jobs, or
 * how placement chooses.
 *
 * <p>Each peer signs an {@code Announcement} of itself, which others pass on as it is. It counts only with a valid signature
 * of the key that its peer id comes from, for this network, and within its time; of two, the later one counts, and
 * {@code leaving} withdraws. A peer is up if it was itself heard from within 30 s, by either side's question: what others
 * say about it makes it known, never up. Bounds: 10,000 peers in a network, 8 KiB an announcement, 1,000 of them or 2 MiB
 * an answer, 16 endpoints a peer; peers that never answer are asked every ten minutes at most.
 *
 * <pre>{@code
 * var endpoints = new LocalEndpoints(List.of(bindAddress), () -> port);
 * var discovery = BootstrapDiscovery.start(
 *         identity, connections, this::offer, endpoints, DiscoveryTiming.DEFAULT, InstantSource.system());
 * var server = PeerServer.start(identity, memberships, addresses, List.of(discovery.service(), lending), time);
 * networkStore.list().forEach(discovery::join);
 *
 * for (Member member : discovery.members(network.id())) {        // this machine first
 *     if (member.up() && member.announcement().offer().lending()) { ... }
 * }
 * discovery.refresh();                                           // what this machine lends has changed
 * discovery.leave(network.id());                                 // before networkStore.remove(network.id())
 * discovery.close();                                             // before connections.close() and server.close()
 * }</pre>
 */
@NullMarked
package io.omerta.network.discovery;

import org.jspecify.annotations.NullMarked;
