package io.omerta.network.tcpip.socket;

import java.time.Duration;

/**
 * What all connections of a stack have in common.
 *
 * @param mtu largest IP packet of the link, in bytes
 * @param receiveBufferBytes most that waits for the user, out-of-order data included; the largest window offered
 * @param sendBufferBytes most that waits for the peer
 * @param minRto least retransmission time-out; RFC 6298 §2.4 says 1 s, later practice (Linux) 200 ms
 * @param delayedAck how long an acknowledgment may wait for company; at most 500 ms (RFC 9293 §3.8.6.3)
 * @param keepAliveIdle silence after which the peer is asked whether it is there
 * @param keepAliveInterval time between such questions
 * @param keepAliveProbes unanswered questions after which the connection is given up
 * @param giveUpAfter how long sent data may stay unacknowledged (RFC 9293 §3.8.3, R2, at least 100 s); long, since at 20 %
 *     loss ten retransmissions in a row get lost now and then
 * @param timeWait twice the longest life of a segment (2 MSL)
 * @param orphanTimeout how long a peer may keep its half open when nobody here wants its data any more
 */
public record TcpConfig(
        int mtu,
        int receiveBufferBytes,
        int sendBufferBytes,
        Duration minRto,
        Duration delayedAck,
        Duration keepAliveIdle,
        Duration keepAliveInterval,
        int keepAliveProbes,
        Duration giveUpAfter,
        Duration timeWait,
        Duration orphanTimeout) {
    private static final int MIN_MTU = 576;
    private static final int MIN_BUFFER_BYTES = 4_096;
    private static final int MAX_BUFFER_BYTES = 16 << 20;

    /** Checks sizes; times are taken as they are. */
    public TcpConfig {
        if (mtu < MIN_MTU || mtu > 65_535) {
            throw new IllegalArgumentException("mtu must be 576 to 65535 bytes, not " + mtu);
        }
        requireBuffer("receiveBufferBytes", receiveBufferBytes);
        requireBuffer("sendBufferBytes", sendBufferBytes);
        if (keepAliveProbes < 1) {
            throw new IllegalArgumentException("keepAliveProbes must be 1 or more, not " + keepAliveProbes);
        }
    }

    private static void requireBuffer(String name, int bytes) {
        if (bytes < MIN_BUFFER_BYTES || bytes > MAX_BUFFER_BYTES) {
            throw new IllegalArgumentException(name + " must be 4096 to 16777216, not " + bytes);
        }
    }

    /** Values that suit a tunnel between two machines on the internet. */
    public static TcpConfig forMtu(int mtu) {
        return new TcpConfig(
                mtu,
                2 << 20,
                2 << 20,
                Duration.ofMillis(200),
                Duration.ofMillis(40),
                Duration.ofMinutes(2),
                Duration.ofSeconds(15),
                5,
                Duration.ofMinutes(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60));
    }

    /** The same with other buffers. */
    public TcpConfig withBuffers(int receive, int send) {
        return new TcpConfig(
                mtu,
                receive,
                send,
                minRto,
                delayedAck,
                keepAliveIdle,
                keepAliveInterval,
                keepAliveProbes,
                giveUpAfter,
                timeWait,
                orphanTimeout);
    }
}
