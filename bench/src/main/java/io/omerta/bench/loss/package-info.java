/**
 * How fast TCP is through a link that loses packets and has a round trip of 50 ms: between the kernel and Omerta's TCP/IP, and
 * between the kernel and itself, both by CUBIC. The link is a relay between two TUN devices, or between one and the user-space
 * network. Linux with root.
 *
 * <p>Entry: {@link io.omerta.bench.loss.LossBenchmark}; {@code bench/loss} runs it.
 */
@NullMarked
package io.omerta.bench.loss;

import org.jspecify.annotations.NullMarked;
