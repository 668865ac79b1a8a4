/**
 * Addresses and names on the internet, as rules speak of them: blocks, what kind an address is of, destinations. Values only; a
 * resolver is never asked.
 *
 * <p>Entry: {@link io.omerta.core.address.Destination} and {@link io.omerta.core.address.AddressKind}. Must not know sockets,
 * jobs or peers.
 */
@NullMarked
package io.omerta.core.address;

import org.jspecify.annotations.NullMarked;
