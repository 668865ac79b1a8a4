package io.omerta.network.tcpip.flow;

import java.nio.ByteBuffer;

/** A guest's TCP connection, seen from the side that serves it. Used on the network's thread only; no call blocks. */
public interface TcpFlow {
    /** Who talks to whom. */
    FlowRequest request();

    /** Answers the guest's SYN. */
    void accept();

    /** Refuses the guest's SYN: by a reset or an ICMP error, whichever {@code verdict} says. */
    void refuse(Verdict verdict);

    /** Received bytes, read-only, as many as lie together; valid until the next call. */
    ByteBuffer view();

    /** Takes {@code count} bytes of {@link #view} away; only then may the guest send as many more. */
    void consume(int count);

    /** Whether the guest has ended its side and all it sent was consumed. */
    boolean inputEnded();

    /** Bytes that {@link #write} would take now. */
    int writable();

    /** Takes as much of {@code source} as there is room for, and says how much. */
    int write(ByteBuffer source);

    /** Ends our side behind what was written; the guest may go on sending. */
    void endOutput();

    /** Ends our side and wants no more data: a guest that goes on sending is reset. */
    void close();

    /** Resets the connection. */
    void abort();
}
