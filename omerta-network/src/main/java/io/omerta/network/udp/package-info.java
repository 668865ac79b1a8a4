/**
 * UDP sockets that move many datagrams with one system call. Entry: {@link io.omerta.network.udp.UdpPorts#open}, which gives
 * the best {@link io.omerta.network.udp.UdpPort} that this system has: on Linux sendmmsg(2) and recvmmsg(2), with segmentation
 * by the kernel (UDP_SEGMENT, UDP_GRO; udp(7)) where it can; a {@link java.nio.channels.DatagramChannel} elsewhere.
 *
 * <p>Knows nothing of what the datagrams hold. Native memory is only ever used here: buffers of the callers lie on the heap.
 *
 * <pre>
 * struct mmsghdr, 64 octets on 64-bit Linux (recvmmsg(2)); numbers in the order of the host
 *  0 | name, pointer          8 | length of the name, 4
 * 16 | iovec, pointer        24 | number of iovecs, 8
 * 32 | control, pointer      40 | length of control, 8
 * 48 | flags, 4              56 | octets received or sent, 4
 *
 * struct iovec:   0 | data, pointer    8 | length, 8
 * struct cmsghdr: 0 | length with header, 8    8 | level, 4    12 | type, 4    16 | data
 *
 * sockaddr_in:  0 | family, 2 | port, 2, network order | address, 4
 * sockaddr_in6: 0 | family, 2 | port, 2, network order | flow, 4 | address, 16 | scope, 4
 * </pre>
 */
@NullMarked
package io.omerta.network.udp;

import org.jspecify.annotations.NullMarked;
