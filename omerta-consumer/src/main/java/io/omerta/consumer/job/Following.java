package io.omerta.consumer.job;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.omerta.core.file.DiskFullException;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobEvent;
import io.omerta.core.job.JobState;
import io.omerta.core.job.PausedTime;
import io.omerta.core.job.Usage;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.message.JobEventMessages;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows an accepted job at its provider until it has ended, over as many connections as it takes: each goes on behind the
 * last event that arrived, so that nothing is lost or doubled. {@link #run} is for one thread, the rest for any.
 */
final class Following {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);
    /** Whatever the provider's limits are: it could lie. */
    private static final long MOST_OUTPUT_BYTES = 64L << 30;

    private final ProviderAttempt attempt;
    private final JobJournal journal;
    private final JobSignals signals;
    private final JobTimings timings;
    private final PeerId provider;
    private final long outputLimitBytes;
    private final LeaseKeeper lease;

    /** The last event of the provider that is in our log. */
    private volatile long received;

    /** The last one that would survive a crash of this machine. */
    private volatile long secured;

    /** The provider's number of the end; 0 before it has come. */
    private volatile long lastSequence;

    private final PausedTime pausedTime = new PausedTime();
    private volatile Optional<String> pauseReason = Optional.empty();
    private long outputBytes;
    private boolean running;
    private boolean unknownThere;
    private volatile boolean givenUp;
    private volatile @Nullable BlockingClientCall<?, ?> call;

    /** @param outputLimitBytes 0: whatever the provider allows */
    Following(
            ProviderAttempt attempt,
            JobJournal journal,
            JobSignals signals,
            JobTimings timings,
            long outputLimitBytes) {
        this.attempt = attempt;
        this.journal = journal;
        this.signals = signals;
        this.timings = timings;
        this.provider = attempt.provider().peer();
        this.outputLimitBytes = outputLimitBytes == 0 ? MOST_OUTPUT_BYTES : outputLimitBytes;
        this.lease = new LeaseKeeper(attempt, signals, timings, this::secured, this::giveUp);
    }

    /** Renews the job's lease, and passes a stop on; to be run beside. */
    Runnable leaseKeeper() {
        return lease;
    }

    private long secured() {
        long arrived = received;
        try {
            journal.sync();
            secured = arrived;
        } catch (UncheckedIOException e) {
            LOG.warn("could not make the events of job {} durable", attempt.job(), e);
        }
        return secured;
    }

    // The job was stopped, and the provider does not say that it has ended.
    private void giveUp() {
        givenUp = true;
        BlockingClientCall<?, ?> open = call;
        if (open != null) {
            open.cancel("given up", null);
        }
    }

    /** How the job ended there, or that it was lost. */
    JobEnd run() throws InterruptedException {
        long brokenSince = 0;
        boolean broken = false;
        while (true) {
            long opened = System.nanoTime();
            long before = received;
            Optional<JobEnd> end = followOnce();
            if (end.isPresent()) {
                return ended(end.get());
            }
            if (givenUp) {
                return signals.stopRequested().orElseThrow().end();
            }
            if (unknownThere || lease.isUnknownThere()) {
                return lost("it does not know the job any more");
            }
            boolean lasted = System.nanoTime() - opened > timings.renewal().toNanos();
            boolean worked = received > before || (lasted && lease.lastAnswer() > opened);
            if (!broken || worked) {
                broken = true;
                brokenSince = System.nanoTime();
            }
            if (System.nanoTime() - brokenSince > timings.lease().toNanos()) {
                return lost("nothing was heard of it for " + timings.lease().toSeconds() + " s");
            }
            signals.awaitOver(timings.retryPause());
        }
    }

    private JobEnd ended(JobEnd theirs) {
        Optional<Stop> stop = signals.stopRequested();
        JobEnd believed = ProvidersWord.objection(theirs, stop.isPresent())
                .map(reason ->
                        Stop.notBelieved(attempt.provider().name(), reason).end(theirs))
                .orElse(theirs);
        return stop.map(why -> why.end(believed)).orElse(believed);
    }

    /** Once the end is kept here: the provider may forget the job. */
    void acknowledge() {
        if (lastSequence > 0) {
            try {
                attempt.renew(lastSequence);
            } catch (StatusException e) {
                // It forgets it in a day.
                LOG.debug("could not acknowledge the end of job {}: {}", attempt.job(), e.getStatus());
            }
        }
    }

    private JobEnd lost(String why) {
        Optional<Stop> stop = signals.stopRequested();
        if (stop.isPresent()) {
            return stop.get().end();
        }
        return new JobEnd(
                JobState.FAILED,
                Optional.empty(),
                Cause.PROVIDER_LOST,
                "the job was lost: " + attempt.provider().name() + " had it, and " + why,
                "omerta peers",
                Usage.NOTHING,
                Optional.empty(),
                running);
    }

    /** One connection; empty when it broke. */
    private Optional<JobEnd> followOnce() throws InterruptedException {
        BlockingClientCall<?, io.omerta.proto.job.JobEvent> open = attempt.follow(received + 1);
        call = open;
        try {
            // A stop may have been given up before the call was there to be cancelled.
            while (!givenUp) {
                io.omerta.proto.job.JobEvent message = open.read();
                if (message == null) {
                    return Optional.empty();
                }
                Optional<JobEnd> end = take(JobEventMessages.fromProto(message));
                if (end.isPresent()) {
                    return end;
                }
            }
        } catch (StatusException e) {
            LOG.info("lost the events of job {}: {}", attempt.job(), e.getStatus());
            unknownThere = e.getStatus().getCode() == Status.Code.NOT_FOUND;
        } catch (InvalidMessageException e) {
            LOG.warn("could not read an event of job {}: {}", attempt.job(), e.getMessage());
            signals.stop(Stop.notBelieved(attempt.provider().name(), String.valueOf(e.getMessage())));
        } finally {
            call = null;
            open.cancel("done", null);
        }
        return Optional.empty();
    }

    private Optional<JobEnd> take(JobEvent event) throws InvalidMessageException {
        if (event.sequence() <= received) {
            return Optional.empty();
        }
        if (event.sequence() != received + 1) {
            throw new InvalidMessageException(
                    "event.sequence", event.sequence() + " follows " + received + ": something is missing");
        }
        if (event instanceof JobEvent.Ended ended) {
            lastSequence = event.sequence();
            return Optional.of(ended.end());
        }
        keep(event);
        received = event.sequence();
        return Optional.empty();
    }

    private void keep(JobEvent event) throws InvalidMessageException {
        // What was stopped for want of room, or for too much output, is not kept any more.
        if (signals.stopRequested()
                .filter(stop -> stop.state() == JobState.FAILED)
                .isPresent()) {
            return;
        }
        try {
            switch (event) {
                case JobEvent.Output output -> keep(output);
                case JobEvent.StateChanged change -> keep(change);
                case JobEvent.Ended _ -> {}
            }
        } catch (UncheckedIOException e) {
            LOG.warn("could not keep what happened to job {}", attempt.job(), e);
            boolean full = e instanceof DiskFullException;
            signals.stop(
                    full
                            ? Stop.diskFull(attempt.requester().home().toString())
                            : Stop.notKept(String.valueOf(e.getMessage())));
        }
    }

    private void keep(JobEvent.Output output) {
        outputBytes += output.data().size();
        if (outputBytes > outputLimitBytes) {
            signals.stop(Stop.tooMuchOutput(outputLimitBytes));
            return;
        }
        journal.output(output.standardError(), output.data());
    }

    private void note(JobEvent.StateChanged change) {
        Duration now = Duration.ofNanos(System.nanoTime());
        if (change.paused()) {
            pausedTime.pause(now);
        } else {
            pausedTime.resume(now);
        }
        pauseReason = change.paused() ? Optional.of(change.detail()) : Optional.empty();
    }

    /** Whether the job stands still, as far as its provider has told. */
    Standing standing() {
        return new Standing(pauseReason, pausedTime.total(Duration.ofNanos(System.nanoTime())));
    }

    private void keep(JobEvent.StateChanged change) throws InvalidMessageException {
        if (change.state().isEnd()) {
            throw new InvalidMessageException("event.state", change.state() + " is an end");
        }
        running |= change.state() == JobState.RUNNING;
        note(change);
        journal.stateChanged(change.state(), change.detail(), Optional.of(provider), change.vmReady(), change.paused());
    }
}
