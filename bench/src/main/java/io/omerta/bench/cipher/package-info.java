/**
 * What sealing and opening of packets gains from more threads: two devices in one process, nothing between them.
 *
 * <p>Entry: {@link io.omerta.bench.cipher.CipherBenchmark}.
 */
@NullMarked
package io.omerta.bench.cipher;

import org.jspecify.annotations.NullMarked;
