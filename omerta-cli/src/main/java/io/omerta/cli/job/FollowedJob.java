package io.omerta.cli.job;

import io.omerta.cli.session.Session;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobEvent;
import io.omerta.proto.local.FollowJobRequest;
import io.omerta.proto.local.JobSummary;
import java.util.List;
import java.util.function.Consumer;

/** A job that was submitted before, and is looked at or waited for now; it goes on when this command does not. */
final class FollowedJob {
    private final Session session;
    private final JobLabel job;

    private FollowedJob(Session session, JobLabel job) {
        this.session = session;
        this.job = job;
    }

    static FollowedJob of(Session session, String reference) {
        JobSummary summary = session.daemon().show(reference);
        JobLabel label = JobLabel.of(summary.getJobId(), summary.getShortId(), summary.getResources());
        return new FollowedJob(session, label);
    }

    JobLabel label() {
        return job;
    }

    /** Gives what has happened so far to the reader. */
    void readSoFar(Consumer<JobEvent> reader) {
        session.daemon().follow(request().setUntilNow(true).build(), reader);
    }

    /**
     * Reads to the end.
     *
     * @return the job's exit code
     */
    int readToEnd(JobReader reader, Consumer<JobEvent> all) {
        try {
            session.daemon().follow(request().build(), all);
        } catch (OmertaException e) {
            throw e.code() == ErrorCode.DAEMON_UNREACHABLE ? JobRun.lost(job, e) : e;
        }
        Ending ending =
                Ending.of(reader.end().orElseThrow(() -> JobRun.lost(job, null)), job, new RetryCommand(List.of()));
        ending.said().ifPresent(session.console()::failure);
        return ending.exitCode();
    }

    private FollowJobRequest.Builder request() {
        return FollowJobRequest.newBuilder().setJob(job.id()).setFromSequence(1);
    }
}
