/**
 * Who is there.
 *
 * @see io.omerta.network.discovery.Discovery
 */
@NullMarked
package io.omerta.network.discovery;

import org.jspecify.annotations.NullMarked;
