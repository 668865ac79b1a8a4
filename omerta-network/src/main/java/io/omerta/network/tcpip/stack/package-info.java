/**
 * The IP stack that ends guests' flows, without I/O: {@link io.omerta.network.tcpip.stack.IpStack} takes (now, packet), keeps
 * the table of flows within bounds per guest, asks the policy, and puts packets into a {@link
 * io.omerta.network.tcpip.stack.PacketSink}. What a guest may not do is answered at once: a reset for TCP (RFC 9293 §3.10.7.1),
 * ICMP "unreachable" for the rest (RFC 792, RFC 4443).
 *
 * <p>Knows no tunnel, thread, socket or clock: where flows go to is behind {@link io.omerta.network.tcpip.stack.Forwarding}.
 * Confined to one thread.
 */
@NullMarked
package io.omerta.network.tcpip.stack;

import org.jspecify.annotations.NullMarked;
