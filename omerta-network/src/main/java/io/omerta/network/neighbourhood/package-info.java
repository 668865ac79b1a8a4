/**
 * The networks that this machine is in, which nobody else gets to by way of it unless somebody says so.
 *
 * <p>Entry: {@link io.omerta.network.neighbourhood.OwnNetworks}. Must not know who asks.
 */
@NullMarked
package io.omerta.network.neighbourhood;

import org.jspecify.annotations.NullMarked;
