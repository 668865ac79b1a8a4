package io.omerta.network.transport;

import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.omerta.core.identity.PeerId;
import java.util.Optional;

/**
 * The way to one peer, for gRPC's stubs: each call proves membership in the network for which it was made. Cheap to make
 * and to keep; the connection behind it comes and goes. A call after a failure tries to connect again at once.
 */
public final class PeerChannel extends Channel {
    private final PeerConnections connections;
    private final PeerRoute route;
    private final CallCredentials credentials;

    PeerChannel(PeerConnections connections, PeerRoute route, CallCredentials credentials) {
        this.connections = connections;
        this.route = route;
        this.credentials = credentials;
    }

    /** Who is at the other end: known from the start, or since somebody has answered. */
    public Optional<PeerId> peerId() {
        return route.peer().or(() -> connections.answering(route));
    }

    /** Whether a connection stands right now. */
    public boolean isConnected() {
        return connections.isConnected(route);
    }

    @Override
    public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
        return connections.open(route).newCall(method, options.withCallCredentials(credentials));
    }

    @Override
    public String authority() {
        return PeerConnections.AUTHORITY;
    }

    @Override
    public String toString() {
        return "PeerChannel[" + route + "]";
    }
}
