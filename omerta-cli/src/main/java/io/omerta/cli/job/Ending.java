package io.omerta.cli.job;

import io.omerta.console.EndsWithJobsCode;
import io.omerta.console.Figures;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.Resources;
import io.omerta.core.job.RogueConnection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
                    PROVIDER_NOT_BELIEVED,
                    NO_PROVIDER,
                    REQUESTER_STOPPED -> EndsWithJobsCode.OMERTA_FAILED;
        };
        // A script that reads the output must not take a part of it for the whole.
        return code == 0 && end.outputTruncated() ? EndsWithJobsCode.OMERTA_FAILED : code;
    }

    private static @Nullable OmertaException said(JobEnd end, JobLabel job, RetryCommand retry) {
        return switch (end.cause()) {
            case PROGRAM_ENDED ->
                end.outputTruncated() ? failure("job " + job.shortId() + ": part of its output was lost", "") : null;
            case OUT_OF_MEMORY -> failure(told(job, " was killed: ", end, memory(end, job)), moreMemory(job, retry));
            case PROCESS_LIMIT -> failure(told(job, ": ", end, "too many processes"), moreMemory(job, retry));
            case DISK_FULL -> failure(told(job, ": ", end, "its disk was full"), moreDisk(job, retry));
            case TIME_LIMIT -> failure(told(job, " was stopped: ", end, time(end)), moreTime(end, retry));
            case OUTPUT_LIMIT ->
                failure(
                        told(job, " was stopped: ", end, "it wrote more than its output limit"),
                        moreOutput(end, retry));
            case CANCELLED -> failure(told(job, " was ", end, "cancelled"), end.hint());
            case NO_PROVIDER ->
                failure(or(end.message(), "no provider can take this job"), or(end.hint(), explain(job)));
            case ROGUE_CONNECTION ->
                failure(told(job, " was ended: ", end, rogue(end.rogueConnection())), or(end.hint(), explain(job)));
            case LEASE_EXPIRED, VM_FAILED, PROVIDER_FAILED, PROVIDER_LOST, PROVIDER_NOT_BELIEVED, REQUESTER_STOPPED ->
                failure(told(job, " failed: ", end, end.cause().toString()), or(end.hint(), explain(job)));
        };
    }

    /**
     * The provider gives a clause that goes on after "job 7k3f failed: ", the requester's daemon a sentence that begins with
     * "the job".
     */
    private static String told(JobLabel job, String verb, JobEnd end, String otherwise) {
        String subject = "the job ";
        String message = or(end.message(), otherwise);
        return message.startsWith(subject)
                ? "job " + job.shortId() + " " + message.substring(subject.length())
                : "job " + job.shortId() + verb + message;
    }

    private static String memory(JobEnd end, JobLabel job) {
        return "out of memory (limit " + Figures.memory(job.memoryBytes()) + ", peak "
                + Figures.memory(end.usage().peakMemoryBytes()) + ")";
    }

    private static String moreMemory(JobLabel job, RetryCommand retry) {
        return retry.with("--memory", Long.toString(2 * (job.memoryBytes() / Resources.MEBIBYTE)));
    }

    private static String moreDisk(JobLabel job, RetryCommand retry) {
        return retry.with("--disk", Long.toString(2 * (job.diskBytes() / Resources.MEBIBYTE)));
    }

    private static String time(JobEnd end) {
        return "it ran longer than its time limit ("
                + Figures.duration(end.usage().running()) + ")";
    }

    private static String moreTime(JobEnd end, RetryCommand retry) {
        return retry.with("--timeout", 2 * Math.max(1, end.usage().running().toSeconds()) + "s");
    }

    private static String moreOutput(JobEnd end, RetryCommand retry) {
        return retry.with("--output-limit", 10 * Math.max(1, end.usage().outputBytes() / Resources.MEBIBYTE) + "M");
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
