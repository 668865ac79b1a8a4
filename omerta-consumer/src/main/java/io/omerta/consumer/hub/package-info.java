/**
 * The requester's end of its VMs' tunnels: a WireGuard interface with one peer per VM, a user-space TCP/IP network behind it,
 * and for each job a policy that says what its VM may reach. Nothing by default; what is refused is answered at once, so that
 * programs fail fast.
 *
 * <p>Entry: {@link io.omerta.consumer.hub.VpnHub}. Everything runs on one event loop, which other threads help with the
 * cipher where there are processors to spare; datagrams come in and go out by way of a {@link
 * io.omerta.consumer.hub.HubLease}, whatever carries them. Must not know jobs beyond their ids, peers, or gRPC.
 */
@NullMarked
package io.omerta.consumer.hub;

import org.jspecify.annotations.NullMarked;
