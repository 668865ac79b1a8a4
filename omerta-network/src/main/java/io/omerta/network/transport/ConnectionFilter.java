package io.omerta.network.transport;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.omerta.core.identity.PeerId;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Bounds the connections of each peer; one too many is closed. */
final class ConnectionFilter extends ServerTransportFilter {
    private static final Attributes.Key<PeerId> COUNTED = Attributes.Key.create("omerta-counted-peer");

    private final CallBudget connections;
    private final InstantSource time;

    ConnectionFilter(CallBudget connections, InstantSource time) {
        this.connections = connections;
        this.time = time;
    }

    @Override
    public Attributes transportReady(Attributes transport) {
        PeerId peer = PeerTls.peer(transport, time.instant()).orElseThrow(ConnectionFilter::refused);
        if (!connections.take(peer)) {
            throw refused();
        }
        return transport.toBuilder().set(COUNTED, peer).build();
    }

    @Override
    public void transportTerminated(@Nullable Attributes transport) {
        PeerId peer = transport == null ? null : transport.get(COUNTED);
        if (peer != null) {
            connections.release(peer);
        }
    }

    private static RuntimeException refused() {
        return Status.RESOURCE_EXHAUSTED.withDescription("too many connections").asRuntimeException();
    }
}
