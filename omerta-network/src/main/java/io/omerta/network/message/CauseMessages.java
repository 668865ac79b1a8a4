package io.omerta.network.message;

import io.omerta.core.job.Cause;

/** {@link Cause} on the wire. */
final class CauseMessages {
    private CauseMessages() {}

    static io.omerta.proto.job.Cause toProto(Cause cause) {
        return switch (cause) {
            case PROGRAM_ENDED -> io.omerta.proto.job.Cause.CAUSE_PROGRAM_ENDED;
            case OUT_OF_MEMORY -> io.omerta.proto.job.Cause.CAUSE_OUT_OF_MEMORY;
            case PROCESS_LIMIT -> io.omerta.proto.job.Cause.CAUSE_PROCESS_LIMIT;
            case DISK_FULL -> io.omerta.proto.job.Cause.CAUSE_DISK_FULL;
            case TIME_LIMIT -> io.omerta.proto.job.Cause.CAUSE_TIME_LIMIT;
            case OUTPUT_LIMIT -> io.omerta.proto.job.Cause.CAUSE_OUTPUT_LIMIT;
            case CANCELLED -> io.omerta.proto.job.Cause.CAUSE_CANCELLED;
            case LEASE_EXPIRED -> io.omerta.proto.job.Cause.CAUSE_LEASE_EXPIRED;
            case ROGUE_CONNECTION -> io.omerta.proto.job.Cause.CAUSE_ROGUE_CONNECTION;
            case VM_FAILED -> io.omerta.proto.job.Cause.CAUSE_VM_FAILED;
            case PROVIDER_FAILED -> io.omerta.proto.job.Cause.CAUSE_PROVIDER_FAILED;
            case PROVIDER_LOST -> io.omerta.proto.job.Cause.CAUSE_PROVIDER_LOST;
            case PROVIDER_NOT_BELIEVED -> io.omerta.proto.job.Cause.CAUSE_PROVIDER_NOT_BELIEVED;
            case NO_PROVIDER -> io.omerta.proto.job.Cause.CAUSE_NO_PROVIDER;
            case REQUESTER_STOPPED -> io.omerta.proto.job.Cause.CAUSE_REQUESTER_STOPPED;
        };
    }

    static Cause fromProto(io.omerta.proto.job.Cause cause) throws InvalidMessageException {
        return switch (cause) {
            case CAUSE_PROGRAM_ENDED -> Cause.PROGRAM_ENDED;
            case CAUSE_OUT_OF_MEMORY -> Cause.OUT_OF_MEMORY;
            case CAUSE_PROCESS_LIMIT -> Cause.PROCESS_LIMIT;
            case CAUSE_DISK_FULL -> Cause.DISK_FULL;
            case CAUSE_TIME_LIMIT -> Cause.TIME_LIMIT;
            case CAUSE_OUTPUT_LIMIT -> Cause.OUTPUT_LIMIT;
            case CAUSE_CANCELLED -> Cause.CANCELLED;
            case CAUSE_LEASE_EXPIRED -> Cause.LEASE_EXPIRED;
            case CAUSE_ROGUE_CONNECTION -> Cause.ROGUE_CONNECTION;
            case CAUSE_VM_FAILED -> Cause.VM_FAILED;
            case CAUSE_PROVIDER_FAILED -> Cause.PROVIDER_FAILED;
            case CAUSE_PROVIDER_LOST -> Cause.PROVIDER_LOST;
            case CAUSE_PROVIDER_NOT_BELIEVED -> Cause.PROVIDER_NOT_BELIEVED;
            case CAUSE_NO_PROVIDER -> Cause.NO_PROVIDER;
            case CAUSE_REQUESTER_STOPPED -> Cause.REQUESTER_STOPPED;
            case CAUSE_UNSPECIFIED, UNRECOGNIZED -> throw new InvalidMessageException("end.cause", "not known");
        };
    }
}
