/**
 * What the frame gate costs, and how soon a virtual machine is dead that sent something else than its tunnel.
 *
 * <p>Entry: {@link io.omerta.bench.gate.GateBenchmark}; {@code bench/gate} runs it.
 */
@NullMarked
package io.omerta.bench.gate;

import org.jspecify.annotations.NullMarked;
