/**
 * How fast a guest's connections are that end in the requester's sockets: a native WireGuard client (wireguard-go), Omerta's
 * WireGuard and TCP/IP, a socket of the loopback. Beside it passt's pasta and slirp4netns, which do the same without
 * WireGuard, at the same MTU. Linux with root.
 *
 * <p>Entry: {@link io.omerta.bench.hub.HubBenchmark}; {@code bench/hub} runs it. {@link io.omerta.bench.hub.HubEnd} is the hub, as
 * {@code VpnHub} composes it, on a {@link io.omerta.network.udp.UdpPort}.
 */
@NullMarked
package io.omerta.bench.hub;

import org.jspecify.annotations.NullMarked;
