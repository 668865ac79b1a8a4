package io.omerta.consumer.job;

import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import io.omerta.core.job.Usage;
import java.time.Duration;
import java.util.Optional;

/**
 * Why this side ends a job, and how its end reads.
 *
 * @param atOnce without waiting for the provider's word
 */
record Stop(JobState state, Cause cause, String message, String hint, boolean atOnce) {
    static Stop cancelled() {
        return new Stop(JobState.CANCELLED, Cause.CANCELLED, "the job was cancelled", "", false);
    }

    static Stop abandoned(Duration after) {
        return new Stop(
                JobState.CANCELLED,
                Cause.CANCELLED,
                "the job was cancelled: nobody followed it for " + after.toSeconds() + " s",
                "submit it with --detach, and it goes on by itself",
                false);
    }

    static Stop daemonStopped() {
        return new Stop(
                JobState.FAILED,
                Cause.REQUESTER_STOPPED,
                "the job was ended: omertad on this machine was stopped",
                "omertad start",
                true);
    }

    static Stop diskFull(String where) {
        return new Stop(
                JobState.FAILED,
                Cause.REQUESTER_STOPPED,
                "the job was ended: its output could not be kept, the disk of this machine is full",
                "make room in " + where,
                false);
    }

    static Stop notKept(String reason) {
        return new Stop(
                JobState.FAILED,
                Cause.REQUESTER_STOPPED,
                "the job was ended: its output could not be kept: " + reason,
                "omertad status",
                false);
    }

    static Stop notBelieved(String provider, String reason) {
        return new Stop(
                JobState.FAILED,
                Cause.PROVIDER_NOT_BELIEVED,
                "the job was ended: what " + provider + " tells of it makes no sense (" + reason + ")",
                "omerta peers",
                false);
    }

    static Stop tooMuchOutput(long limitBytes) {
        return new Stop(
                JobState.FAILED,
                Cause.OUTPUT_LIMIT,
                "the job was ended: it wrote more than " + limitBytes + " bytes of output",
                "",
                false);
    }

    /** The end when the provider has said nothing about it. */
    JobEnd end() {
        return new JobEnd(
                state, Optional.empty(), cause, message, hint, Usage.NOTHING, Optional.empty(), isTruncating());
    }

    /** The end when the provider has said how it went there. */
    JobEnd end(JobEnd theirs) {
        if (state == JobState.CANCELLED && theirs.state() != JobState.CANCELLED) {
            // It was over before the cancel came.
            return theirs;
        }
        return new JobEnd(
                state,
                theirs.result(),
                cause,
                message,
                hint,
                theirs.usage(),
                theirs.rogueConnection(),
                theirs.outputTruncated() || isTruncating());
    }

    private boolean isTruncating() {
        return state == JobState.FAILED;
    }
}
