package io.omerta.core.reputation;

import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import java.util.Optional;

/**
 * What the end of a job says about the peer on the other side of it; empty for what is nobody's merit and nobody's fault, or
 * not the peer's. Each end is decided here by name.
 */
public final class Judgement {
    private Judgement() {}

    /**
     * About the provider of a job of this machine.
     *
     * @param end as this machine has written it down: what it does not believe is {@link Cause#PROVIDER_NOT_BELIEVED} there
     */
    public static Optional<Deed> ofProvider(JobEnd end) {
        return switch (end.state()) {
            case COMPLETED -> Optional.of(Deed.RAN_A_JOB);
            case FAILED -> ofProvider(end.cause());
            // Limits and cancels are the requester's own, an attempt to get past the tunnel is its job's, and to refuse
            // a job is
            // a provider's right.
            case TIMED_OUT, CANCELLED, REJECTED, ROGUE_CONNECTION_DETECTED -> Optional.empty();
            case QUEUED, AWAITING_APPROVAL, PREPARING, RUNNING -> throw notAnEnd(end);
        };
    }

    private static Optional<Deed> ofProvider(Cause failure) {
        return switch (failure) {
            case VM_FAILED, PROVIDER_FAILED -> Optional.of(Deed.FAILED_A_JOB);
            case PROVIDER_LOST -> Optional.of(Deed.LOST_A_JOB);
            case PROVIDER_NOT_BELIEVED -> Optional.of(Deed.TOLD_NONSENSE);
            // What the job itself ran into.
            case PROGRAM_ENDED, OUT_OF_MEMORY, PROCESS_LIMIT, DISK_FULL, TIME_LIMIT, OUTPUT_LIMIT, ROGUE_CONNECTION ->
                Optional.empty();
            // The line between the two, or a laptop that was closed here.
            case LEASE_EXPIRED -> Optional.empty();
            // This side's own doing, and nobody had the job.
            case CANCELLED, REQUESTER_STOPPED, NO_PROVIDER -> Optional.empty();
        };
    }

    /** About the requester of a job that this machine has run. */
    public static Optional<Deed> ofRequester(JobEnd end) {
        return switch (end.state()) {
            case COMPLETED -> Optional.of(Deed.HAD_A_JOB);
            case ROGUE_CONNECTION_DETECTED -> Optional.of(Deed.HAD_A_ROGUE_JOB);
            case FAILED -> ofRequester(end.cause());
            case TIMED_OUT, CANCELLED, REJECTED -> Optional.empty();
            case QUEUED, AWAITING_APPROVAL, PREPARING, RUNNING -> throw notAnEnd(end);
        };
    }

    private static Optional<Deed> ofRequester(Cause failure) {
        return switch (failure) {
            case LEASE_EXPIRED -> Optional.of(Deed.LEFT_A_JOB);
            case ROGUE_CONNECTION -> Optional.of(Deed.HAD_A_ROGUE_JOB);
            // To ask for too little is no offence.
            case PROGRAM_ENDED, OUT_OF_MEMORY, PROCESS_LIMIT, DISK_FULL, TIME_LIMIT, OUTPUT_LIMIT, CANCELLED ->
                Optional.empty();
            // A machine that fails here is this machine's, whatever the job did in it: nobody can tell.
            case VM_FAILED, PROVIDER_FAILED -> Optional.empty();
            // Said by requesters only.
            case PROVIDER_LOST, PROVIDER_NOT_BELIEVED, NO_PROVIDER, REQUESTER_STOPPED -> Optional.empty();
        };
    }

    private static IllegalArgumentException notAnEnd(JobEnd end) {
        return new IllegalArgumentException("state: " + end.state() + " is not an end");
    }
}
