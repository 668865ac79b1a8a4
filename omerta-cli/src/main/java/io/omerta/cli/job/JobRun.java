package io.omerta.cli.job;

import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.EndsWithJobsCode;
import io.omerta.console.Json;
import io.omerta.console.OutputClosedException;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.Program;
import io.omerta.proto.local.FollowJobRequest;
import io.omerta.proto.local.LocalSubmitRequest;
import io.omerta.proto.local.LocalSubmitResponse;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Submits a job, follows it to its end and answers with its exit code. */
final class JobRun {
    private final Session session;
    private final Console console;
    private final JobOptions options;
    private final ResultFile result;
    private final RetryCommand retry;

    JobRun(Session session, JobOptions options, List<String> typed) {
        this.session = session;
        this.console = session.console();
        this.options = options;
        this.result = ResultFile.of(session.shell(), options.resultFile);
        this.retry = new RetryCommand(typed);
    }

    int run(Supplier<Program> program) {
        try {
            result.requireWritable();
            LocalSubmitRequest request = options.request(console, program);
            LocalSubmitResponse submitted = session.daemon().submit(request);
            JobLabel job = JobLabel.of(
                    submitted.getJobId(),
                    submitted.getShortId(),
                    request.getJob().getResources());
            return options.detached ? detached(job) : followed(job);
        } catch (OmertaException e) {
            result.writeFailure(e, EndsWithJobsCode.OMERTA_FAILED);
            throw e;
        }
    }

    private int detached(JobLabel job) {
        if (console.json()) {
            console.print(Json.document().put("job_id", job.id()).put("short_id", job.shortId()));
        } else {
            console.print(job.shortId());
            console.notice("follow: omerta logs -f " + job.shortId());
        }
        return 0;
    }

    private int followed(JobLabel job) {
        JobReader reader = new JobReader(console, job, true);
        try (Interrupts interrupts = Interrupts.handle(code -> cancel(job))) {
            follow(job, reader);
            JobEnd end = reader.end().orElseThrow(() -> lost(job, null));
            Ending ending = Ending.of(end, job, retry);
            int exitCode = ending.exitCode() == Ending.CANCELLED && interrupts.exitCode() != 0
                    ? interrupts.exitCode()
                    : ending.exitCode();
            result.write(job, end, reader.provider(), exitCode);
            ending.said().ifPresent(console::failure);
            return exitCode;
        }
    }

    private void follow(JobLabel job, JobReader reader) {
        FollowJobRequest request = FollowJobRequest.newBuilder()
                .setJob(job.id())
                .setFromSequence(1)
                .setForeground(true)
                .build();
        try {
            session.daemon().follow(request, reader);
        } catch (OutputClosedException e) {
            session.daemon().cancel(job.id());
            throw e;
        } catch (OmertaException e) {
            throw e.code() == ErrorCode.DAEMON_UNREACHABLE ? lost(job, e) : e;
        }
    }

    private void cancel(JobLabel job) {
        console.notice("cancelling job " + job.shortId() + " (Ctrl-C again leaves at once)");
        try {
            session.daemon().cancel(job.id());
        } catch (OmertaException e) {
            console.failure(e);
        }
    }

    static OmertaException lost(JobLabel job, @Nullable OmertaException cause) {
        String message = "could not follow job " + job.shortId() + " any further: omertad has stopped";
        String hint = "omertad start && omerta logs -f " + job.shortId();
        return cause == null
                ? new OmertaException(ErrorCode.DAEMON_UNREACHABLE, message, hint)
                : new OmertaException(ErrorCode.DAEMON_UNREACHABLE, message, hint, cause);
    }
}
