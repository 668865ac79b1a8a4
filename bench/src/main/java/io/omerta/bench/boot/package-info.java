/**
 * How long a cold boot takes until the guest's agent answers: through Omerta's hypervisor, and by the bare command line that
 * it uses, turn by turn on the same machine.
 *
 * <p>Entry: {@link io.omerta.bench.boot.BootBenchmark}; {@code bench/boot} runs it. {@link io.omerta.bench.boot.PlainBoot}
 * must not use any class of Omerta: it is the yardstick.
 */
@NullMarked
package io.omerta.bench.boot;

import org.jspecify.annotations.NullMarked;
