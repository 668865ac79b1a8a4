package io.omerta.network.path;

/** One end of a path, for the datagrams of a tunnel. Safe for use by several threads. */
public sealed interface DirectPath extends AutoCloseable permits OfferedEnd, SoughtEnd {
    /**
     * Sends a datagram if the path is proven just now; it leaves at the next {@link #flush} at the latest. Never blocks for
     * longer than the system needs to take it.
     *
     * @param datagram is copied
     * @return false if it has to go another way
     */
    boolean send(byte[] datagram);

    /** Sends what was taken. */
    void flush();

    /** Nothing is sent or received any more; the key is wiped. Idempotent. */
    @Override
    void close();
}
