/**
 * A simulator of overlays, and what it shows about them: the nodes are real, time and network are not. One thread, one seed: a
 * run is repeated to the last datagram.
 *
 * <p>Entry: {@link io.omerta.bench.dht.DhtBenchmark}; {@code bench/dht} runs it.
 */
@NullMarked
package io.omerta.bench.dht;

import org.jspecify.annotations.NullMarked;
