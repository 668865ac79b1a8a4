package io.omerta.cli.job;

import io.omerta.console.EndsWithJobsCode;
import io.omerta.console.Figures;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.RogueConnection;
import java.util.Optional;

/**
 * What the end of a job means for the command that waited for it.
 *
 * @param exitCode of the command
 * @param said what the person is told; nothing when the program simply ended
 */
record Ending(int exitCode, Optional<OmertaException> said) {
    static final int OUT_OF_MEMORY = 137;
    static final int TIME_LIMIT = 124;
    static final int CANCELLED = 130;

    static Ending of(JobEnd end, JobLabel job, RetryCommand retry) {
        return new Ending(exitCode(end), Optional.ofNullable(said(end, job, retry)));
    }

    private static int exitCode(JobEnd end) {
        int code = switch (end.cause()) {
            case PROGRAM_ENDED, PROCESS_LIMIT, DISK_FULL ->
                end.result().map(ProgramResult::shellCode).orElse(EndsWithJobsCode.OMERTA_FAILED);
            case OUT_OF_MEMORY -> OUT_OF_MEMORY;
            case TIME_LIMIT -> TIME_LIMIT;
            case CANCELLED -> CANCELLED;
            case OUTPUT_LIMIT,
                    LEASE_EXPIRED,
                    ROGUE_CONNECTION,
                    VM_FAILED,
                    PROVIDER_FAILED,
                    PROVIDER_LOST,
                    NO_PROVIDER,
                    REQUESTER_STOPPED -> EndsWithJobsCode.OMERTA_FAILED;
        };
        // A script that reads the output must not take a part of it for the whole.
        return code == 0 && end.outputTruncated() ? EndsWithJobsCode.OMERTA_FAILED : code;
    }

    private static @org.jspecify.annotations.Nullable OmertaException said(
            JobEnd end, JobLabel job, RetryCommand retry) {
        String name = "job " + job.shortId();
        return switch (end.cause()) {
            case PROGRAM_ENDED ->
                end.outputTruncated() ? failure(name + ": part of its output was lost", end.hint()) : null;
            case OUT_OF_MEMORY ->
                failure(
                        name + " was killed: out of memory (limit " + Figures.memory(job.memoryBytes()) + ", peak "
                                + Figures.memory(end.usage().peakMemoryBytes()) + ")",
                        retry.with("--memory", Long.toString(2 * (job.memoryBytes() >> 20))));
            case TIME_LIMIT ->
                failure(
                        name + " was stopped: it ran longer than its time limit ("
                                + Figures.duration(end.usage().running()) + ")",
                        retry.with(
                                "--timeout",
                                2 * Math.max(1, end.usage().running().toSeconds()) + "s"));
            case OUTPUT_LIMIT ->
                failure(
                        name + " was stopped: " + or(end.message(), "it wrote more than its output limit"),
                        or(end.hint(), retry.with("--output-limit", 10 * Math.max(1, end.usage().outputBytes() >> 20) + "M")));
            case CANCELLED -> failure(name + " was cancelled", "");
            case NO_PROVIDER ->
                failure(or(end.message(), "no provider can take this job"), or(end.hint(), explain(job)));
            case ROGUE_CONNECTION ->
                failure(name + " was ended: " + or(end.message(), rogue(end.rogueConnection())), end.hint());
            case PROCESS_LIMIT -> failure(name + ": " + or(end.message(), "it hit the limit of processes"), end.hint());
            case DISK_FULL -> failure(name + ": " + or(end.message(), "its disk was full"), end.hint());
            case LEASE_EXPIRED, VM_FAILED, PROVIDER_FAILED, PROVIDER_LOST, REQUESTER_STOPPED ->
                failure(name + " failed: " + or(end.message(), end.cause().toString()), or(end.hint(), explain(job)));
        };
    }

    private static String explain(JobLabel job) {
        return "omerta explain " + job.shortId();
    }

    private static String rogue(Optional<RogueConnection> sent) {
        return sent.map(what -> "its VM sent " + what.protocol() + " to " + what.destination() + ": " + what.reason())
                .orElse("its VM sent something else than its tunnel");
    }

    private static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    private static OmertaException failure(String message, String hint) {
        return new OmertaException(ErrorCode.INTERNAL, message, hint);
    }
}
