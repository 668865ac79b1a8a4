package io.omerta.daemon;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.network.dht.socket.DhtSocket;
import io.omerta.network.transport.BindFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Opens the UDP socket of the overlays, on the port number on which calls are taken by TCP. */
final class OverlaySocket {
    /** A port that is free of the one kind is nearly always free of the other as well. */
    private static final int TRIES = 20;

    private OverlaySocket() {}

    /**
     * Opens it.
     *
     * @param port 0 for any of which the TCP port is free too
     * @param multicast members on the same LAN are looked for
     * @throws OmertaException {@code IN_USE} and others, when it cannot be opened
     */
    static DhtSocket open(InetAddress bound, int port, boolean multicast) {
        for (int i = 0; i < TRIES; i++) {
            DhtSocket socket = bind(new InetSocketAddress(bound, port), multicast);
            if (port != 0 || FreePort.isFree(bound, socket.port())) {
                return socket;
            }
            socket.close();
        }
        throw new OmertaException(
                ErrorCode.IN_USE, "could not find a port that is free for TCP and UDP", "omertad start --port 50051");
    }

    private static DhtSocket bind(InetSocketAddress address, boolean multicast) {
        try {
            return DhtSocket.open(address, multicast);
        } catch (IOException e) {
            throw FreePort.suggest(BindFailure.of(List.of(address), e), address.getAddress(), address.getPort());
        }
    }
}
