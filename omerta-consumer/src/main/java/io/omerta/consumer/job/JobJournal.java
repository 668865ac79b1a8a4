package io.omerta.consumer.job;

import io.omerta.consumer.placement.Consideration;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Blob;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobEvent;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.core.store.RequestedJobs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Writes down what happens to one job: in its log for those who follow it, and in the list of jobs. All methods throw
 * {@link java.io.UncheckedIOException} if the disk fails, {@link io.omerta.core.file.DiskFullException} if it is full.
 */
final class JobJournal {
    private final JobId job;
    private final RequestedJobs store;
    private final JobLog log;
    private final InstantSource clock;

    JobJournal(JobId job, RequestedJobs store, JobLog log, InstantSource clock) {
        this.job = job;
        this.store = store;
        this.log = log;
        this.clock = clock;
    }

    void stateChanged(JobState state, String detail, Optional<PeerId> provider, Duration vmReady, boolean paused) {
        Instant now = clock.instant();
        log.append(sequence ->
                new JobEvent.StateChanged(sequence, now, state, detail, provider.map(PeerId::text), vmReady, paused));
        store.changeState(job, state, now);
    }

    void output(boolean standardError, Blob data) {
        Instant now = clock.instant();
        log.append(sequence -> new JobEvent.Output(sequence, now, standardError, data));
    }

    void assign(PeerId provider, int attempt) {
        store.assign(job, provider, attempt);
    }

    void considered(List<Consideration> considered) {
        store.setConsidered(job, considered.stream().map(Consideration::line).toList());
    }

    /** What was written so far survives a crash. */
    void sync() {
        log.sync();
    }

    /** The one terminal record; what was ended before stays as it is. May be repeated until it succeeds. */
    void end(JobEnd end) {
        Instant now = clock.instant();
        log.append(sequence -> new JobEvent.Ended(sequence, now, end));
        store.end(job, end, now);
    }
}
