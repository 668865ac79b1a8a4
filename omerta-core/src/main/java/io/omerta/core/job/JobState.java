package io.omerta.core.job;

/** Where a job is in its life. The last six are ends. */
public enum JobState {
    QUEUED,
    AWAITING_APPROVAL,
    PREPARING,
    RUNNING,
    /** The program ended by itself, with whatever exit code. */
    COMPLETED,
    FAILED,
    TIMED_OUT,
    CANCELLED,
    REJECTED,
    ROGUE_CONNECTION_DETECTED;

    public boolean isEnd() {
        return compareTo(COMPLETED) >= 0;
    }
}
