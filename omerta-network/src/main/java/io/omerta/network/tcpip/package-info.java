/** x. */
@NullMarked
package io.omerta.network.tcpip;

import org.jspecify.annotations.NullMarked;
