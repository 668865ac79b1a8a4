package io.omerta.provider.execution;

import io.omerta.core.file.DiskFullException;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Blob;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobEvent;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.core.store.EventLog;
import io.omerta.core.store.LentJobs;
import io.omerta.network.message.JobEventMessages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Writes down what happens to one job: states in the store first, then in the event log, from where they are told. A record
 * of the log is the {@code JobEvent} of the peers' protocol, its number that of the record. Not thread-safe.
 */
public final class Journal {
    /** Output may not take the last of the disk: ends have to be written down, of this job and of others. */
    public static final long RESERVE_BYTES = 64 << 20;

    private static final long CHECK_EVERY_BYTES = 4 << 20;

    private final JobId job;
    private final PeerId provider;
    private final LentJobs store;
    private final EventLog log;
    private final InstantSource time;
    private final LongSupplier freeBytes;
    private long bytesUntilCheck;
    private boolean ended;

    /** @param freeBytes where the log is */
    public Journal(
            JobId job, PeerId provider, LentJobs store, EventLog log, InstantSource time, LongSupplier freeBytes) {
        this.job = job;
        this.provider = provider;
        this.store = store;
        this.log = log;
        this.time = time;
        this.freeBytes = freeBytes;
    }

    /** Of a job that was written to the store as QUEUED just now. */
    public void accepted() {
        append(stateChanged(JobState.QUEUED, Duration.ZERO, time.instant()));
        log.sync();
    }

    void tell(JobState state, Duration vmReady) {
        Instant now = time.instant();
        store.changeState(job, state, now);
        append(stateChanged(state, vmReady, now));
        log.sync();
    }

    /** @param why one sentence; empty when the job goes on */
    void tellPause(boolean paused, String why) {
        append(new JobEvent.StateChanged(
                next(), time.instant(), JobState.RUNNING, why, Optional.of(provider.text()), Duration.ZERO, paused));
        log.sync();
    }

    private JobEvent stateChanged(JobState state, Duration vmReady, Instant now) {
        return new JobEvent.StateChanged(next(), now, state, "", Optional.of(provider.text()), vmReady);
    }

    /** @throws DiskFullException when no more than the reserve is left */
    void keep(boolean standardError, Blob data) {
        bytesUntilCheck -= data.size();
        if (bytesUntilCheck < 0) {
            requireRoom();
            bytesUntilCheck = CHECK_EVERY_BYTES;
        }
        append(new JobEvent.Output(next(), time.instant(), standardError, data));
    }

    private void requireRoom() {
        if (freeBytes.getAsLong() < RESERVE_BYTES) {
            throw new DiskFullException(Path.of(job.toString()), new IOException("only the reserve is left"));
        }
    }

    /** The first end counts; whoever comes later changes nothing. To be called again when it failed. */
    public void end(JobEnd end) {
        if (ended) {
            return;
        }
        Instant now = time.instant();
        store.end(job, end, now);
        JobEnd counts = store.find(job).flatMap(record -> record.end()).orElse(end);
        append(new JobEvent.Ended(next(), now, counts));
        ended = true;
        log.sync();
    }

    /** Makes everything durable; the job goes on later. @return the number of the last event */
    long suspend() {
        log.sync();
        return log.lastSequence();
    }

    private long next() {
        return log.lastSequence() + 1;
    }

    private void append(JobEvent event) {
        log.append(JobEventMessages.toProto(event).toByteArray());
    }
}
