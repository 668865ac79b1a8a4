/**
 * The frame gate: what a VM may send, and what may be sent to it. Default deny.
 *
 * <p>Entry class: {@link io.omerta.provider.gate.FrameGate}. It is pure: no socket, thread or clock. It must not know
 * jobs, peers, virtual machines or how frames and datagrams travel.
 *
 * <p>Two kinds of frame are accepted from a VM, whose world is constant (see {@link
 * io.omerta.provider.gate.GuestLink}). An ARP request for the gateway (RFC 826), answered by the gate itself, 42 bytes,
 * or zero-padded up to the 60 of the smallest Ethernet frame:
 *
 * <pre>
 *  0      destination   gateway's MAC or broadcast
 *  6      source        guest's MAC
 * 12      EtherType     0806
 * 14      0001 0800 06 04 0001         Ethernet, IPv4, request
 * 22      guest's MAC, guest's address
 * 32      six zero bytes, gateway's address
 * </pre>
 *
 * <p>And a datagram of the tunnel, IPv4 (RFC 791) and UDP (RFC 768) with nothing behind it:
 *
 * <pre>
 *  0      destination   gateway's MAC
 *  6      source        guest's MAC
 * 12      EtherType     0800
 * 14      45            version 4, no options
 * 15      any           DSCP and ECN
 * 16      total length  exactly the rest of the frame, at most 1500
 * 18      any           identification
 * 20      0000 or 4000  no fragment; don't-fragment may be set
 * 22      TTL           1 or more
 * 23      11            UDP
 * 24      checksum      right
 * 26      guest's address, gateway's address
 * 34      source port   not 0, and the same in the whole life of the VM
 * 36      51820
 * 38      UDP length    exactly the rest of the frame
 * 40      checksum      right, or 0 for none
 * 42      a WireGuard message: type (1 byte) and three zero bytes; 148 bytes of type 1 (initiation), 92 of type 2
 *         (response), 64 of type 3 (cookie reply), or of type 4 (data) a multiple of 16 from 32 up
 * </pre>
 *
 * <p>(WireGuard: Next Generation Kernel Network Tunnel, section 5.4.) Everything else is a rogue connection. How many of the accepted ones
 * pass is not decided here.
 */
@NullMarked
package io.omerta.provider.gate;

import org.jspecify.annotations.NullMarked;
