/**
 * How fast one WireGuard tunnel is with the kernel's TCP at both ends: wireguard-go at both, then Omerta's WireGuard at one and
 * wireguard-go at the other, in turns on the same machine. Linux with root: two network namespaces, a veth pair, TUN devices.
 *
 * <p>Entry: {@link io.omerta.bench.tunnel.TunnelBenchmark}; {@code bench/tunnel} runs it. {@link
 * io.omerta.bench.tunnel.TunnelEnd} is Omerta's end, a program of its own: the device's core between a {@link
 * io.omerta.network.udp.UdpPort} and a TUN device that passes TCP in pieces of up to 64 KB, which is cut into packets and joined
 * again here.
 */
@NullMarked
package io.omerta.bench.tunnel;

import org.jspecify.annotations.NullMarked;
