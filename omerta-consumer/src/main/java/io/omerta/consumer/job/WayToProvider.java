package io.omerta.consumer.job;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.Status;
import io.omerta.consumer.hub.DatagramSink;
import io.omerta.consumer.hub.HubLease;
import io.omerta.network.path.DirectPaths;
import io.omerta.network.path.PathOffer;
import io.omerta.network.path.SoughtEnd;
import io.omerta.network.transport.DatagramReceiver;
import io.omerta.network.transport.TunnelStream;
import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the datagrams of a job's lease: by the direct path while that is proven, else by the stream. What arrives is taken
 * from both. Owns the path; the stream belongs to whoever opened it.
 */
final class WayToProvider implements DatagramReceiver, DatagramSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WayToProvider.class);

    private final HubLease lease;
    private final PathRecord record;
    private final DirectPaths paths;
    private final CountDownLatch streamClosed = new CountDownLatch(1);
    private volatile @Nullable TunnelStream stream;
    private volatile @Nullable SoughtEnd path;

    @GuardedBy("this")
    private boolean closed;

    WayToProvider(HubLease lease, PathRecord record, DirectPaths paths) {
        this.lease = lease;
        this.record = record;
        this.paths = paths;
    }

    /** The stream of which this is the receiver. */
    void through(TunnelStream opened) {
        stream = opened;
    }

    /** Until the stream has ended: the path goes with it. */
    void awaitStreamClosed() throws InterruptedException {
        streamClosed.await();
    }

    @Override
    public void onDatagram(byte[] datagram) {
        record.stream(datagram);
        lease.receive(datagram);
    }

    @Override
    public synchronized void onPathOffer(PathOffer offer, InetAddress provider) {
        if (!closed) {
            SoughtEnd.Arrivals arrivals = new SoughtEnd.Arrivals(this::onDirectDatagram, this::pathLost);
            path = paths.seek("job " + lease.job(), provider, offer, arrivals).orElse(null);
        }
        if (path == null) {
            offer.key().close();
        }
    }

    private void onDirectDatagram(byte[] datagram) {
        record.direct(datagram);
        lease.receiveNow(datagram);
    }

    private void pathLost() {
        record.directLost();
        TunnelStream open = stream;
        if (open != null) {
            open.pathLost();
        }
    }

    @Override
    public void onClosed(Status status) {
        LOG.debug("tunnel of job {} closed: {}", lease.job(), status);
        streamClosed.countDown();
    }

    @Override
    public void send(byte[] datagram) {
        SoughtEnd direct = path;
        TunnelStream open = stream;
        if (direct != null && direct.send(datagram)) {
            record.direct(datagram);
        } else if (open != null) {
            record.stream(datagram);
            open.send(datagram);
        }
    }

    @Override
    public void flush() {
        SoughtEnd direct = path;
        if (direct != null) {
            direct.flush();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        SoughtEnd direct = path;
        path = null;
        if (direct != null) {
            direct.close();
        }
    }
}
