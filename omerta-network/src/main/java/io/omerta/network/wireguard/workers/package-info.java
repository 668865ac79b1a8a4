/**
 * Threads that seal and open packets of WireGuard, beside the thread that drives the device.
 *
 * <p>Entry: {@link io.omerta.network.wireguard.workers.CipherWorkers}. Must not know devices, sockets or Omerta.
 */
@NullMarked
package io.omerta.network.wireguard.workers;

import org.jspecify.annotations.NullMarked;
