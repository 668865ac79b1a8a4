/**
 * How long a machine takes to disk, and from there until it executes again: through Omerta, and by a plain QEMU that is told to
 * migrate. Entry class: {@link io.omerta.bench.checkpoint.CheckpointBenchmark}.
 */
@NullMarked
package io.omerta.bench.checkpoint;

import org.jspecify.annotations.NullMarked;
