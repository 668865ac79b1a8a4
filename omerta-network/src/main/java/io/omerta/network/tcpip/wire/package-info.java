/**
 * What travels inside a tunnel, as bytes and as values: IPv4, IPv6, TCP, UDP and ICMP. Views check untrusted bytes; records hold
 * what is valid; writers turn records back into bytes. Parsing is total: malformed input is {@link
 * io.omerta.network.tcpip.wire.Parsed.Malformed} with a reason, never an exception. Entry: {@link
 * io.omerta.network.tcpip.wire.IpView}, {@link io.omerta.network.tcpip.wire.PacketWriter}.
 *
 * <p>Knows no connection, no clock, no socket. All numbers are in network byte order.
 *
 * <pre>
 * IPv4 (RFC 791 §3.1)
 *  0                   1                   2                   3
 * |Version|  IHL  |Type of service|          Total length         |
 * |         Identification        |0 DF MF|    Fragment offset/8  |
 * |  Time to live |    Protocol   |        Header checksum        |
 * |                        Source address                         |
 * |                      Destination address                      |
 * |                    Options, padded to 4 octets                |
 *
 * IPv6 (RFC 8200 §3)
 * |Version| Traffic class |              Flow label               |
 * |         Payload length        |  Next header  |   Hop limit   |
 * |                   Source address, 16 octets                   |
 * |                 Destination address, 16 octets                |
 *
 * TCP (RFC 9293 §3.1)
 * |          Source port          |       Destination port        |
 * |                        Sequence number                        |
 * |                     Acknowledgment number                     |
 * |Offset | Rsrvd |C E U A P R S F|            Window             |
 * |            Checksum           |         Urgent pointer        |
 * |        Options: 0 end, 1 no-op, 2 MSS, 3 window scale,        |
 * |     4 SACK permitted, 5 SACK (RFC 2018), 8 timestamps (7323)  |
 *
 * UDP (RFC 768)
 * |          Source port          |       Destination port        |
 * |             Length            |            Checksum           |
 *
 * ICMP (RFC 792), ICMPv6 (RFC 4443 §2.1)
 * |      Type     |      Code     |            Checksum           |
 * |        Rest of header: id and sequence, or unused and MTU     |
 * |    Echoed data, or as much of the offending packet as fits    |
 * </pre>
 */
@NullMarked
package io.omerta.network.tcpip.wire;

import org.jspecify.annotations.NullMarked;
