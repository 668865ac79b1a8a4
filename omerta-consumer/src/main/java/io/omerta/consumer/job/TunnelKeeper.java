package io.omerta.consumer.job;

import io.omerta.consumer.hub.HubLease;
import io.omerta.network.transport.TunnelStream;
import io.omerta.network.transport.TunnelStreams;

/** Keeps a tunnel open between a job's lease in the hub and its provider: when one breaks, the next is opened. */
final class TunnelKeeper implements Runnable {
    private final ProviderAttempt attempt;
    private final HubLease lease;
    private final PathRecord record;
    private final JobSignals signals;
    private final JobTimings timings;

    TunnelKeeper(ProviderAttempt attempt, HubLease lease, PathRecord record, JobSignals signals, JobTimings timings) {
        this.attempt = attempt;
        this.lease = lease;
        this.record = record;
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
        try (WayToProvider way =
                        new WayToProvider(lease, record, attempt.requester().paths());
                TunnelStream stream = TunnelStreams.open(attempt.channel(), attempt.job(), attempt.number(), way)) {
            way.through(stream);
            lease.attach(way);
            try {
                way.awaitStreamClosed();
            } finally {
                lease.detach(way);
            }
        }
    }
}
