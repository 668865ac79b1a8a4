/** Tests and test rigs of the package of the same name. */
@NullMarked
package io.omerta.network.tcpip.socket;

import org.jspecify.annotations.NullMarked;
