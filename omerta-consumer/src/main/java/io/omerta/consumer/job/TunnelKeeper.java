package io.omerta.consumer.job;

import io.grpc.Status;
import io.omerta.consumer.hub.DatagramSink;
import io.omerta.consumer.hub.HubLease;
import io.omerta.network.transport.DatagramReceiver;
import io.omerta.network.transport.TunnelStream;
import io.omerta.network.transport.TunnelStreams;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a tunnel open between a job's lease in the hub and its provider: when one breaks, the next is opened. */
final class TunnelKeeper implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(TunnelKeeper.class);

    private final ProviderAttempt attempt;
    private final HubLease lease;
    private final JobSignals signals;
    private final JobTimings timings;

    TunnelKeeper(ProviderAttempt attempt, HubLease lease, JobSignals signals, JobTimings timings) {
        this.attempt = attempt;
        this.lease = lease;
        this.signals = signals;
        this.timings = timings;
    }

    /** Until the thread is interrupted or the job is over. */
    @Override
    public void run() {
        try {
            while (!signals.isOver()) {
                carry();
                signals.awaitOver(timings.retryPause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry() throws InterruptedException {
        Arrivals arrivals = new Arrivals();
        TunnelStream stream = TunnelStreams.open(attempt.channel(), attempt.job(), attempt.number(), arrivals);
        DatagramSink way = stream::send;
        lease.attach(way);
        try {
            arrivals.closed.await();
        } finally {
            lease.detach(way);
            stream.close();
        }
    }

    private final class Arrivals implements DatagramReceiver {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void onDatagram(byte[] datagram) {
            lease.receive(datagram);
        }

        @Override
        public void onClosed(Status status) {
            LOG.debug("tunnel of job {} closed: {}", attempt.job(), status);
            closed.countDown();
        }
    }
}
