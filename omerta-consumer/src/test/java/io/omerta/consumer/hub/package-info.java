/** Tests of the hub, with a stand-in for the guest: a real WireGuard interface and a real TCP/IP stack in this process. */
@NullMarked
package io.omerta.consumer.hub;

import org.jspecify.annotations.NullMarked;
