package io.omerta.consumer.job;

import io.grpc.StatusException;
import io.omerta.consumer.placement.ProviderOffer;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobEvent;
import io.omerta.core.job.JobState;
import io.omerta.core.job.Usage;
import io.omerta.core.store.JobRecord;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the jobs that a killed daemon has left without an end. */
final class KilledJobs {
    private static final Logger LOG = LoggerFactory.getLogger(KilledJobs.class);

    private final Requester requester;
    private final JobLogs logs;
    private final CollectingNotes collecting;

    KilledJobs(Requester requester, JobLogs logs) {
        this.requester = requester;
        this.logs = logs;
        this.collecting = new CollectingNotes(requester.home());
    }

    /** @throws java.io.UncheckedIOException if the disk fails */
    void endAll() {
        requester.store().notEnded().forEach(this::end);
    }

    private void end(JobRecord record) {
        Instant now = requester.clock().instant();
        collecting.tidy(record.id());
        try (JobLogs.Use use = logs.use(record.id())) {
            Optional<JobEvent> last = use.log().readLast();
            if (last.isPresent() && last.get() instanceof JobEvent.Ended ended) {
                // Killed between the two writes.
                requester.store().end(record.id(), ended.end(), now);
                return;
            }
            JobEnd end = end(record.state() == JobState.RUNNING);
            new JobJournal(record.id(), requester.store(), use.log(), requester.clock()).end(end);
            LOG.info("ended job {}, which a killed omertad had left", record.id());
        }
        record.provider().ifPresent(provider -> tellLater(record, provider));
    }

    private static JobEnd end(boolean wasRunning) {
        return new JobEnd(
                JobState.FAILED,
                Optional.empty(),
                Cause.REQUESTER_STOPPED,
                "the job was ended: omertad on this machine was killed",
                "",
                Usage.NOTHING,
                Optional.empty(),
                wasRunning);
    }

    /** As long as the lease lives: after that there is nothing left there. */
    private void tellLater(JobRecord record, PeerId provider) {
        Thread.ofVirtual().name("killed-" + record.id()).start(() -> {
            long deadline = System.nanoTime() + requester.timings().lease().toNanos();
            JobSignals never = new JobSignals();
            try {
                while (System.nanoTime() < deadline && !tell(record, provider)) {
                    never.awaitOver(requester.timings().renewal());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IllegalStateException e) {
                LOG.debug("could not cancel job {}: {}", record.id(), e.getMessage());
            }
        });
    }

    private boolean tell(JobRecord record, PeerId provider) {
        Optional<ProviderOffer> offer = requester.directory().offers(record.network()).stream()
                .filter(known ->
                        known.peer().equals(provider) && !known.endpoints().isEmpty())
                .findFirst();
        if (offer.isEmpty()) {
            return false;
        }
        try {
            new ProviderAttempt(requester, record.id(), Math.max(1, record.attempt()), offer.get(), record.network())
                    .cancel(requester.timings().answer());
            return true;
        } catch (StatusException e) {
            LOG.debug("could not cancel job {}: {}", record.id(), e.getStatus());
            return false;
        }
    }
}
