package io.omerta.network.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A bound UDP socket. One thread at a time may receive; any may send, and what several have sent leaves together; {@link #close}
 * may be called by any. What cannot be sent is dropped and counted, as UDP does anyway.
 */
public interface UdpPort extends AutoCloseable {
    /** Where the socket is bound. */
    InetSocketAddress localAddress();

    /**
     * Hands on the datagrams that are there, a bounded number at a time.
     *
     * @param limit how long to wait for the first
     * @return how many there were; 0 if none came in time
     * @throws java.nio.channels.ClosedChannelException if the port is closed, also during the call
     * @throws IOException if the system refuses
     */
    int receive(Duration limit, DatagramHandler handler) throws IOException;

    /**
     * Takes a datagram, which leaves at the next {@link #flush} at the latest. It is copied.
     *
     * @param datagram its remaining bytes; the position stays
     */
    void send(InetSocketAddress to, ByteBuffer datagram);

    /** Sends what was taken; waits a moment for the system to take it, and drops the rest. */
    void flush();

    /** How many datagrams were dropped since they could not be sent. */
    long unsent();

    /** Ends a call that waits, and closes the socket. Idempotent. */
    @Override
    void close();
}
