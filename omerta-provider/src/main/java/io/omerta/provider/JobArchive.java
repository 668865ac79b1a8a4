package io.omerta.provider;

import com.google.protobuf.InvalidProtocolBufferException;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Blob;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.core.store.EventLog;
import io.omerta.core.store.LentJobRecord;
import io.omerta.core.store.LentJobs;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.message.JobSpecMessages;
import io.omerta.provider.execution.Journal;
import java.time.InstantSource;

/** What is written down of jobs: their rows in the store, what they run, and the files with their events. */
record JobArchive(PeerId self, LentJobs store, LentFolders folders, InstantSource time) {
    LentJob job(Submission submission) {
        JobId id = submission.id();
        return new LentJob(
                id,
                submission.attempt(),
                submission.requester(),
                submission.network(),
                folders.folder(id),
                folders.events(id));
    }

    LentJob job(LentJobRecord record) {
        JobId id = record.id();
        return new LentJob(
                id, record.attempt(), record.requester(), record.network(), folders.folder(id), folders.events(id));
    }

    /** Durable when it returns; false if there was a job of that id ever. */
    boolean accept(Submission submission) {
        LentJobRecord record = LentJobRecord.accepted(
                submission.id(),
                submission.attempt(),
                submission.network(),
                submission.requester(),
                submission.job().program().what(),
                submission.job().description(),
                submission.job().resources(),
                time.instant());
        return store.accept(
                record, Blob.copyOf(JobSpecMessages.toProto(submission.job()).toByteArray()));
    }

    /** What a job runs that has not ended. */
    JobSpec spec(JobId id) {
        Blob written = store.spec(id).orElseThrow(() -> new IllegalStateException("job " + id + " has ended"));
        try {
            return JobSpecMessages.fromProto(io.omerta.proto.job.JobSpec.parseFrom(written.toBytes()));
        } catch (InvalidProtocolBufferException | InvalidMessageException e) {
            throw new IllegalStateException("job " + id + " was written down wrongly", e);
        }
    }

    /** The one writer of a job's events. */
    Journal journal(JobId job, EventLog log) {
        return new Journal(job, self, store, log, time, folders::freeBytes);
    }
}
