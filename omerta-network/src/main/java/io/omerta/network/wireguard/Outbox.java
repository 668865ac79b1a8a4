package io.omerta.network.wireguard;

import java.nio.ByteBuffer;

/**
 * Takes the datagrams that a call to the device produces. It must not call the device.
 *
 * @param <E> an endpoint
 */
@FunctionalInterface
public interface Outbox<E> {
    /**
     * Sends, queues or copies one datagram.
     *
     * @param datagram the remaining bytes; the device reuses them as soon as this returns
     */
    void transmit(E to, ByteBuffer datagram);
}
