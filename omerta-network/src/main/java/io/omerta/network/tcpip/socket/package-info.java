/**
 * One TCP connection as a state machine without I/O (RFC 9293): {@link io.omerta.network.tcpip.socket.TcpConnection} takes
 * (now, segment or user call), says when it wants to be woken, and gives out the segments that are due. Loss is found by RACK
 * (RFC 8985) on a SACK scoreboard (RFC 6675's pipe), timed by RFC 6298, paced by a {@link
 * io.omerta.network.tcpip.socket.CongestionControl} (CUBIC, RFC 9438); RFC 5961 guards against blind segments, RFC 7323 scales
 * windows and keeps old duplicates out.
 *
 * <p>Knows no address, no clock, no thread, no randomness: time is a parameter in nanoseconds from any fixed origin, initial
 * sequence numbers come from {@link io.omerta.network.tcpip.socket.SequenceSource}. Memory is drawn from a {@link
 * io.omerta.network.tcpip.socket.BufferBudget}. Confined to one thread.
 */
@NullMarked
package io.omerta.network.tcpip.socket;

import org.jspecify.annotations.NullMarked;
