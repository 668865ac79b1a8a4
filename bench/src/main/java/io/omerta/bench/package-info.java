/**
 * What the benchmarks share. Each benchmark has a package of its own, and a launcher of the same name in {@code bench/}.
 *
 * <p>Entry: {@link io.omerta.bench.RunningQemu}.
 */
@NullMarked
package io.omerta.bench;

import org.jspecify.annotations.NullMarked;
