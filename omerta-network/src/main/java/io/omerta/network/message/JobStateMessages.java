package io.omerta.network.message;

import io.omerta.core.job.JobState;

/** {@link JobState} on the wire. */
public final class JobStateMessages {
    private JobStateMessages() {}

    public static io.omerta.proto.job.JobState toProto(JobState state) {
        return switch (state) {
            case QUEUED -> io.omerta.proto.job.JobState.JOB_STATE_QUEUED;
            case AWAITING_APPROVAL -> io.omerta.proto.job.JobState.JOB_STATE_AWAITING_APPROVAL;
            case PREPARING -> io.omerta.proto.job.JobState.JOB_STATE_PREPARING;
            case RUNNING -> io.omerta.proto.job.JobState.JOB_STATE_RUNNING;
            case COMPLETED -> io.omerta.proto.job.JobState.JOB_STATE_COMPLETED;
            case FAILED -> io.omerta.proto.job.JobState.JOB_STATE_FAILED;
            case TIMED_OUT -> io.omerta.proto.job.JobState.JOB_STATE_TIMED_OUT;
            case CANCELLED -> io.omerta.proto.job.JobState.JOB_STATE_CANCELLED;
            case REJECTED -> io.omerta.proto.job.JobState.JOB_STATE_REJECTED;
            case ROGUE_CONNECTION_DETECTED -> io.omerta.proto.job.JobState.JOB_STATE_ROGUE_CONNECTION_DETECTED;
        };
    }

    /** @throws InvalidMessageException for a state that is not known here */
    public static JobState fromProto(io.omerta.proto.job.JobState state) throws InvalidMessageException {
        return switch (state) {
            case JOB_STATE_QUEUED -> JobState.QUEUED;
            case JOB_STATE_AWAITING_APPROVAL -> JobState.AWAITING_APPROVAL;
            case JOB_STATE_PREPARING -> JobState.PREPARING;
            case JOB_STATE_RUNNING -> JobState.RUNNING;
            case JOB_STATE_COMPLETED -> JobState.COMPLETED;
            case JOB_STATE_FAILED -> JobState.FAILED;
            case JOB_STATE_TIMED_OUT -> JobState.TIMED_OUT;
            case JOB_STATE_CANCELLED -> JobState.CANCELLED;
            case JOB_STATE_REJECTED -> JobState.REJECTED;
            case JOB_STATE_ROGUE_CONNECTION_DETECTED -> JobState.ROGUE_CONNECTION_DETECTED;
            case JOB_STATE_UNSPECIFIED, UNRECOGNIZED -> throw new InvalidMessageException("state", "not known");
        };
    }
}
