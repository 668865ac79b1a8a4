/**
 * What the benchmarks of the network share: two machines that are network namespaces of this one, and the programs that run
 * there. Needs root, {@code ip}, {@code wg}, {@code wireguard-go} and {@code iperf3}.
 *
 * <p>Entry: {@link io.omerta.bench.net.TwoMachines}.
 *
 * <pre>
 * struct virtio_net_hdr, in front of each packet of a TUN device with IFF_VNET_HDR; numbers in the order of the host
 * | flags, 1 | type, 1 | octets of headers, 2 | octets of each segment, 2 | start of the checksummed part, 2 | place in it, 2 |
 * </pre>
 */
@NullMarked
package io.omerta.bench.net;

import org.jspecify.annotations.NullMarked;
