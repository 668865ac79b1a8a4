package io.omerta.network.transport;

import io.grpc.Status;

/** The near end of a tunnel: what arrives, one after the other. */
public interface DatagramReceiver {
    /** @param datagram 1 to 65,535 bytes, the receiver's own. While this blocks, nothing more is taken from the peer. */
    void onDatagram(byte[] datagram);

    /**
     * The tunnel has ended; said once.
     *
     * @param status OK if this side or the provider closed it, CANCELLED if the requester did
     */
    void onClosed(Status status);
}
