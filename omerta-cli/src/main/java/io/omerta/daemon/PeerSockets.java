package io.omerta.daemon;

import io.grpc.BindableService;
import io.omerta.core.config.Configuration;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.Identity;
import io.omerta.network.dht.socket.DhtSocket;
import io.omerta.network.transport.Memberships;
import io.omerta.network.transport.PeerServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;

/** Where other peers reach this one: one port number, TCP for calls, UDP for the overlays. */
record PeerSockets(PeerServer calls, DhtSocket datagrams) {
    /** A free port of the one kind is nearly always free of the other as well. */
    private static final int TRIES = 20;

    /**
     * What they are opened with.
     *
     * @param multicast members on the same LAN are looked for
     */
    record Serving(
            Identity identity,
            Memberships memberships,
            List<BindableService> services,
            Clock clock,
            boolean multicast) {}

    /**
     * Opens both, or none.
     *
     * @param port 0 for any that is free
     * @throws OmertaException {@code IN_USE} and others, when one cannot be opened
     */
    static PeerSockets open(InetAddress bound, int port, Serving serving) {
        return port == 0 ? openAnywhere(bound, serving) : openAt(bound, port, serving);
    }

    private static PeerSockets openAt(InetAddress bound, int port, Serving serving) {
        PeerServer calls;
        try {
            calls = serve(bound, port, serving);
        } catch (OmertaException e) {
            throw FreePort.suggest(e, bound, port);
        }
        try {
            return new PeerSockets(calls, DhtSocket.open(new InetSocketAddress(bound, port), serving.multicast()));
        } catch (IOException e) {
            calls.close();
            OmertaException failure = new OmertaException(
                    ErrorCode.IN_USE,
                    "could not listen on UDP port " + port + ": " + e.getMessage(),
                    "omertad start --port " + (port + 1),
                    e);
            throw FreePort.suggest(failure, bound, port);
        }
    }

    private static PeerSockets openAnywhere(InetAddress bound, Serving serving) {
        for (int i = 0; i < TRIES; i++) {
            DhtSocket datagrams = anySocket(bound, serving);
            try {
                return new PeerSockets(serve(bound, datagrams.port(), serving), datagrams);
            } catch (OmertaException e) {
                datagrams.close();
                if (e.code() != ErrorCode.IN_USE) {
                    throw e;
                }
            }
        }
        throw new OmertaException(
                ErrorCode.IN_USE,
                "could not find a port that is free for TCP and UDP",
                "omertad start --port " + Configuration.DEFAULT_PORT);
    }

    private static DhtSocket anySocket(InetAddress bound, Serving serving) {
        try {
            return DhtSocket.open(new InetSocketAddress(bound, 0), serving.multicast());
        } catch (IOException e) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not listen on " + bound.getHostAddress() + ": " + e.getMessage(),
                    "set \"bind\" in config.json to 0.0.0.0",
                    e);
        }
    }

    private static PeerServer serve(InetAddress bound, int port, Serving serving) {
        return PeerServer.start(
                serving.identity(),
                serving.memberships(),
                List.of(new InetSocketAddress(bound, port)),
                serving.services(),
                serving.clock());
    }
}
