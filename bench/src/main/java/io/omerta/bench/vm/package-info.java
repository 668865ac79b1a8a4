/**
 * How fast virtual machines come and go, and how much memory they take, at the layer of the hypervisor: no job, no peers.
 *
 * <p>Entry: {@link io.omerta.bench.vm.VmBenchmark}; {@code bench/vm} runs it. Cold boots of the same shape, in the same run,
 * are the yardstick.
 */
@NullMarked
package io.omerta.bench.vm;

import org.jspecify.annotations.NullMarked;
