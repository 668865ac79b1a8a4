package io.omerta.provider;

import com.google.protobuf.InvalidProtocolBufferException;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.core.store.EventLog;
import io.omerta.core.store.EventLogReader;
import io.omerta.core.store.LentJobRecord;
import io.omerta.proto.job.JobEvent;
import io.omerta.provider.execution.Ends;
import io.omerta.provider.execution.SuspendedFiles;
import io.omerta.provider.execution.SuspendedJob;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier run of the daemon left: jobs that it has suspended go on, others that were not at their end have one now, and
 * each requester that asks again learns it. Runs once, before anybody can call.
 */
final class LeftJobs {
    private static final Logger LOG = LoggerFactory.getLogger(LeftJobs.class);

    private final JobArchive archive;
    private final LendingDesk desk;
    private final Instant now;

    LeftJobs(JobArchive archive, LendingDesk desk, Instant now) {
        this.archive = archive;
        this.desk = desk;
        this.now = now;
    }

    void takeOver() {
        Set<JobId> jobs = new LinkedHashSet<>(archive.folders().jobs());
        archive.store().notEnded().forEach(record -> jobs.add(record.id()));
        for (JobId job : jobs) {
            try {
                takeOver(job);
            } catch (OmertaException | InvalidProtocolBufferException | UncheckedIOException e) {
                LOG.warn("could not read what is left of job {}: nobody can follow it", job, e);
                endInStore(job);
            }
        }
    }

    private void takeOver(JobId id) throws InvalidProtocolBufferException {
        Optional<LentJobRecord> record = archive.store().find(id);
        if (record.isEmpty()) {
            // Never acknowledged: the crash came before it was written down.
            archive.folders().delete(id);
            return;
        }
        archive.folders().create(id);
        LentJob job = archive.job(record.get());
        EventLog log = job.log().acquire();
        boolean goesOn = false;
        try {
            // Asked before it goes on: it may end at once, and then its own thread says so.
            boolean ended = hasEnd(log);
            Optional<JobEnd> end = ended ? Optional.empty() : endUnlessItGoesOn(job, record.get(), log);
            goesOn = !ended && end.isEmpty();
            if (!goesOn) {
                end.ifPresent(how -> archive.journal(id, log).end(how));
                job.gone(new LentJob.Ended(
                        log.lastSequence(), record.get().endedAt().orElse(now)));
                desk.keep(job);
            }
        } finally {
            if (!goesOn) {
                new SuspendedFiles(job.folder()).delete();
                job.log().release();
            }
        }
    }

    private Optional<JobEnd> endUnlessItGoesOn(LentJob job, LentJobRecord record, EventLog log) {
        if (record.end().isPresent()) {
            return record.end();
        }
        Optional<SuspendedJob> suspended;
        try {
            suspended = new SuspendedFiles(job.folder()).take();
        } catch (OmertaException e) {
            LOG.warn("job {} cannot go on", job.id(), e);
            return Optional.of(Ends.notResumed("what was written of it is damaged"));
        }
        return suspended.isEmpty()
                ? Optional.of(end(record))
                : desk.goOn(job, record, suspended.get(), log).map(Ends::notResumed);
    }

    private void endInStore(JobId id) {
        try {
            archive.store().find(id).ifPresent(record -> archive.store().end(id, end(record), now));
        } catch (UncheckedIOException e) {
            LOG.warn("could not write down the end of job {}: the next start tries again", id, e);
        }
    }

    private static JobEnd end(LentJobRecord record) {
        return record.end().orElseGet(() -> Ends.providerStopped(record.state() == JobState.RUNNING));
    }

    private static boolean hasEnd(EventLog log) throws InvalidProtocolBufferException {
        if (log.lastSequence() == 0) {
            return false;
        }
        try (EventLogReader last = log.read(log.lastSequence())) {
            Optional<EventLogReader.Entry> entry = last.poll();
            return entry.isPresent()
                    && JobEvent.parseFrom(entry.get().record().toBytes()).hasEnded();
        }
    }
}
