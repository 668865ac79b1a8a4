/** Tests of the UDP ports. */
@NullMarked
package io.omerta.network.udp;

import org.jspecify.annotations.NullMarked;
