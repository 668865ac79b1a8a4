/**
 * What the owner of a user-space network decides and sees: flows. A {@link io.omerta.network.tcpip.flow.FlowPolicy} gives a
 * {@link io.omerta.network.tcpip.flow.Verdict} for each new flow; services inside of the process take flows as {@link
 * io.omerta.network.tcpip.flow.TcpService} or {@link io.omerta.network.tcpip.flow.UdpService}.
 *
 * <p>Everything here is called on, and may be used only on, the thread of the network that the flow belongs to. Knows no
 * packet, no state machine and no socket.
 */
@NullMarked
package io.omerta.network.tcpip.flow;

import org.jspecify.annotations.NullMarked;
