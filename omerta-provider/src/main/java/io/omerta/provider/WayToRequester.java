package io.omerta.provider;

import io.grpc.Status;
import io.omerta.network.path.OfferedEnd;
import io.omerta.network.transport.DatagramReceiver;
import io.omerta.network.transport.TunnelStream;
import io.omerta.provider.execution.DatagramLink;
import io.omerta.provider.execution.Tunnel;
import java.util.Optional;

/**
 * Carries the datagrams of a job's tunnel: by the direct path while that is proven, else by the stream. What arrives is taken
 * from both. Owns both.
 */
final class WayToRequester implements DatagramReceiver, DatagramLink {
    private final Tunnel tunnel;
    private final TunnelStream stream;
    private final Optional<OfferedEnd> path;

    /** @param path gives the tunnel what arrives */
    WayToRequester(Tunnel tunnel, TunnelStream stream, Optional<OfferedEnd> path) {
        this.tunnel = tunnel;
        this.stream = stream;
        this.path = path;
    }

    /** Begins to carry. */
    void connect() {
        tunnel.connect(this);
        path.ifPresent(direct -> stream.offerPath(direct.offer()));
    }

    @Override
    public void onDatagram(byte[] datagram) {
        tunnel.deliver(datagram);
    }

    @Override
    public void onPathLost() {
        path.ifPresent(OfferedEnd::lost);
    }

    @Override
    public void onClosed(Status status) {
        tunnel.disconnect(this);
        path.ifPresent(OfferedEnd::close);
    }

    @Override
    public void send(byte[] datagram) {
        if (path.isEmpty() || !path.get().send(datagram)) {
            stream.send(datagram);
        }
    }

    @Override
    public void flush() {
        path.ifPresent(OfferedEnd::flush);
    }

    @Override
    public void close() {
        path.ifPresent(OfferedEnd::close);
        stream.close();
    }
}
