package io.omerta.provider.execution;

/** The way to the requester's end of a tunnel. Like a network it may lose datagrams, and it never makes the sender wait. */
public interface DatagramLink {
    /** @param datagram the link's own from now on */
    void send(byte[] datagram);

    /** Nothing more is to be sent for the moment: what was gathered leaves. */
    default void flush() {}

    /** Another link took its place, or the job is over. */
    void close();
}
