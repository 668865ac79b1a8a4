/** Tests of WireGuard configurations. */
@NullMarked
package io.omerta.network.wireguard.quick;

import org.jspecify.annotations.NullMarked;
