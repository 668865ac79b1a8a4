package io.omerta.consumer.job;

import io.grpc.StatusException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps an accepted job's lease at its provider: renews it, and passes a stop on. */
final class LeaseKeeper implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    /** A daemon that stops does not wait longer for a provider; the lease ends what is left there. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ProviderAttempt attempt;
    private final JobSignals signals;
    private final JobTimings timings;
    private final Receipts receipts;
    private final Runnable giveUp;

    private volatile long lastAnswer = System.nanoTime();
    private volatile boolean unknownThere;

    /** What has arrived, and is kept. */
    @FunctionalInterface
    interface Receipts {
        /** Makes what has arrived durable, and says up to which of the provider's numbers that is. */
        long secured();
    }

    /** @param giveUp called when the provider does not say in time that a stopped job has ended */
    LeaseKeeper(ProviderAttempt attempt, JobSignals signals, JobTimings timings, Receipts receipts, Runnable giveUp) {
        this.attempt = attempt;
        this.signals = signals;
        this.timings = timings;
        this.receipts = receipts;
        this.giveUp = giveUp;
    }

    /** When the provider has last answered, on the time line of {@link System#nanoTime}. */
    long lastAnswer() {
        return lastAnswer;
    }

    /** The provider has said that it has no such job. */
    boolean isUnknownThere() {
        return unknownThere;
    }

    /** Until the thread is interrupted or the job is over. */
    @Override
    public void run() {
        try {
            while (!signals.isOver() && signals.stopRequested().isEmpty()) {
                renew();
                signals.awaitStop(timings.renewal());
            }
            Optional<Stop> stop = signals.stopRequested();
            if (stop.isPresent() && !signals.isOver()) {
                passOn(stop.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void passOn(Stop stop) throws InterruptedException {
        long deadline = System.nanoTime() + timings.cancelling().toNanos();
        boolean told = tell(stop.atOnce() ? FAREWELL : timings.answer());
        long renewAt = System.nanoTime() + timings.renewal().toNanos();
        while (!signals.isOver() && !signals.isHurried() && System.nanoTime() < deadline) {
            signals.awaitOver(timings.retryPause());
            told = told || tell(timings.answer());
            if (System.nanoTime() >= renewAt) {
                renew();
                renewAt = System.nanoTime() + timings.renewal().toNanos();
            }
        }
        giveUp.run();
    }

    private boolean tell(Duration atMost) {
        try {
            attempt.cancel(atMost);
            return true;
        } catch (StatusException e) {
            LOG.info(
                    "could not cancel job {} at {}: {}",
                    attempt.job(),
                    attempt.provider().name(),
                    e.getStatus());
            return false;
        }
    }

    private void renew() {
        try {
            unknownThere = !attempt.renew(receipts.secured());
            lastAnswer = System.nanoTime();
        } catch (StatusException e) {
            LOG.info("could not renew the lease of job {}: {}", attempt.job(), e.getStatus());
        }
    }
}
