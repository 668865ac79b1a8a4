/**
 * How soon real daemons know of each other, and know that one is gone.
 *
 * <p>Entry: {@link io.omerta.bench.network.NetworkBenchmark}; {@code bench/network} runs it.
 */
@NullMarked
package io.omerta.bench.network;

import org.jspecify.annotations.NullMarked;
