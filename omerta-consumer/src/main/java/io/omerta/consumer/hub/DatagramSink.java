package io.omerta.consumer.hub;

/** Carries datagrams towards a guest. */
@FunctionalInterface
public interface DatagramSink {
    /**
     * Sends a datagram or drops it; never blocks.
     *
     * @param datagram the receiver's own from now on
     */
    void send(byte[] datagram);

    /** Nothing more is to be sent for the moment: what was gathered leaves, or is dropped where the system is too slow for it. */
    default void flush() {}
}
