/**
 * Many connections of one guest at once through the hub: whether all get through, how evenly, and what they take of memory. Linux
 * with root.
 *
 * <p>Entry: {@link io.omerta.bench.flows.FlowsBenchmark}; {@code bench/flows} runs it.
 */
@NullMarked
package io.omerta.bench.flows;

import org.jspecify.annotations.NullMarked;
