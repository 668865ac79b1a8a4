/**
 * What the owner of a host loses to the machines that run on it: how late a program wakes up that wants a little of a CPU
 * every 5 ms, and how much slower work is that wants one CPU or all of them. Measured alone, beside busy machines of Omerta,
 * and beside as many plain QEMUs, round by round in one run; those whose turn it is not are stopped with SIGSTOP.
 *
 * <p>Entry: {@link io.omerta.bench.owner.OwnerBenchmark}; {@code bench/owner} runs it.
 */
@NullMarked
package io.omerta.bench.owner;

import org.jspecify.annotations.NullMarked;
