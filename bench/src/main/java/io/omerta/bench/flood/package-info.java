/**
 * Handshakes: how many a core answers in a second, and whether a guest is served by a hub that is flooded with initiations that
 * look right (their mac1 is) and are not. Linux with root.
 *
 * <p>Entry: {@link io.omerta.bench.flood.FloodBenchmark}; {@code bench/flood} runs it.
 */
@NullMarked
package io.omerta.bench.flood;

import org.jspecify.annotations.NullMarked;
