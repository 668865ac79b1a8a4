/**
 * Reads the configuration of a WireGuard client, in the format of {@code wg-quick(8)}: what somebody who runs a WireGuard server hands
 * out. Strict: what is not understood is refused with its line, and nothing is resolved or run.
 *
 * <p>Entry: {@link io.omerta.network.wireguard.quick.ClientConfiguration}. Must not know jobs or virtual machines.
 */
@NullMarked
package io.omerta.network.wireguard.quick;

import org.jspecify.annotations.NullMarked;
