/**
 * A user-space TCP/IP network that ends guests' flows in ordinary sockets of this process, and needs no privilege. Entry:
 * {@link io.omerta.network.tcpip.UserSpaceNetwork}, fed with the IP packets that come out of a tunnel. Everything runs on one
 * {@link io.omerta.network.tcpip.EventLoop}, which a tunnel may share so that packets change hands without changing threads.
 *
 * <p>Layers, each of which knows only those above it in this list:
 *
 * <ul>
 *   <li>{@link io.omerta.network.tcpip.wire}: bytes and values
 *   <li>{@link io.omerta.network.tcpip.socket}: the TCP state machine, without I/O
 *   <li>{@link io.omerta.network.tcpip.flow}: what the owner decides and sees
 *   <li>{@link io.omerta.network.tcpip.stack}: table of flows, ICMP, without I/O
 *   <li>this package: the thread and the sockets
 * </ul>
 *
 * <p>Back-pressure goes from end to end: a socket is read only as far as the guest's window and the congestion window let
 * bytes leave, and a guest's window opens only as far as the socket has taken bytes. Knows nothing of the tunnel.
 */
@NullMarked
package io.omerta.network.tcpip;

import org.jspecify.annotations.NullMarked;
