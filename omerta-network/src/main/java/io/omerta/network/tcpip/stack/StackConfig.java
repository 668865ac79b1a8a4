package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.socket.TcpConfig;
import io.omerta.network.tcpip.wire.IpAddress;
import java.time.Duration;
import java.util.Set;

/**
 * Bounds and addresses of a stack.
 *
 * @param hubAddresses addresses that answer ICMP echo
 * @param maxFlowsPerGuest flows of a guest address at a time, TCP and UDP together
 * @param bufferBytesPerGuest memory that all buffers of a guest's connections may take
 * @param udpIdle silence after which a UDP flow is over
 */
public record StackConfig(
        TcpConfig tcp, Set<IpAddress> hubAddresses, int maxFlowsPerGuest, long bufferBytesPerGuest, Duration udpIdle) {
    private static final int MAX_FLOWS_PER_GUEST = 4_096;
    private static final long BUFFER_BYTES_PER_GUEST = 32L << 20;
    /** RFC 4787 REQ-5 asks NATs for 2 minutes or more. */
    private static final Duration UDP_IDLE = Duration.ofMinutes(2);

    /** Copies the set and checks the bounds. */
    public StackConfig {
        hubAddresses = Set.copyOf(hubAddresses);
        if (maxFlowsPerGuest < 1) {
            throw new IllegalArgumentException("maxFlowsPerGuest must be 1 or more, not " + maxFlowsPerGuest);
        }
        if (bufferBytesPerGuest < 0) {
            throw new IllegalArgumentException("bufferBytesPerGuest must not be negative: " + bufferBytesPerGuest);
        }
    }

    /** Values that suit a hub behind a tunnel of this MTU in bytes. */
    public static StackConfig of(int mtu, IpAddress hub) {
        return new StackConfig(
                TcpConfig.forMtu(mtu), Set.of(hub), MAX_FLOWS_PER_GUEST, BUFFER_BYTES_PER_GUEST, UDP_IDLE);
    }

    int mtu() {
        return tcp.mtu();
    }
}
