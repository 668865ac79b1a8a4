/**
 * What the benchmarks of the network share: two machines that are network namespaces of this one, and the programs that run
 * there. Needs root, {@code ip}, {@code wg}, {@code wireguard-go} and {@code iperf3}.
 *
 * <p>Entry: {@link io.omerta.bench.net.TwoMachines}.
 */
@NullMarked
package io.omerta.bench.net;

import org.jspecify.annotations.NullMarked;
