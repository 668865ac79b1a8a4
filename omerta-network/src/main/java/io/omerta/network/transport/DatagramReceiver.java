package io.omerta.network.transport;

import io.grpc.Status;
import io.omerta.network.path.PathOffer;
import java.net.InetAddress;

/** The near end of a tunnel: what arrives, one after the other. */
public interface DatagramReceiver {
    /** @param datagram 1 to 65,535 bytes, the receiver's own. While this blocks, nothing more is taken from the peer. */
    void onDatagram(byte[] datagram);

    /**
     * At the requester's end: the provider offers a direct path, at most once. Must not wait.
     *
     * @param provider the host to which the connection runs
     */
    default void onPathOffer(PathOffer offer, InetAddress provider) {
        offer.key().close();
    }

    /** At the provider's end: the requester hears nothing by the direct path. Must not wait. */
    default void onPathLost() {}

    /**
     * The tunnel has ended; said once.
     *
     * @param status OK if this side or the provider closed it, CANCELLED if the requester did
     */
    void onClosed(Status status);
}
