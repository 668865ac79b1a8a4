package io.omerta.core.job;

/** Why a job ended. */
public enum Cause {
    PROGRAM_ENDED,
    OUT_OF_MEMORY,
    PROCESS_LIMIT,
    DISK_FULL,
    TIME_LIMIT,
    OUTPUT_LIMIT,
    CANCELLED,
    LEASE_EXPIRED,
    ROGUE_CONNECTION,
    VM_FAILED,
    PROVIDER_FAILED,
    PROVIDER_LOST,
    /** What it told of the job cannot be true. */
    PROVIDER_NOT_BELIEVED,
    NO_PROVIDER,
    REQUESTER_STOPPED
}
