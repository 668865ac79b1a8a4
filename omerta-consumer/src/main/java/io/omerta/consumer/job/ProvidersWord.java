package io.omerta.consumer.job;

import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import java.util.Optional;

/** What a provider can say about the end of a job that it took. */
final class ProvidersWord {
    private ProvidersWord() {}

    /**
     * Why an end cannot be true, as a clause; empty when it can.
     *
     * @param stopped the provider was asked to end it
     */
    static Optional<String> objection(JobEnd end, boolean stopped) {
        return switch (end.cause()) {
            case PROGRAM_ENDED -> unless(JobState.COMPLETED, end);
            case OUT_OF_MEMORY, PROCESS_LIMIT, DISK_FULL, OUTPUT_LIMIT, LEASE_EXPIRED, VM_FAILED, PROVIDER_FAILED ->
                unless(JobState.FAILED, end);
            case TIME_LIMIT -> unless(JobState.TIMED_OUT, end);
            case ROGUE_CONNECTION -> unless(JobState.ROGUE_CONNECTION_DETECTED, end);
            case CANCELLED -> stopped ? unless(JobState.CANCELLED, end) : Optional.of("it was not cancelled here");
            case PROVIDER_LOST, PROVIDER_NOT_BELIEVED, NO_PROVIDER, REQUESTER_STOPPED ->
                Optional.of(end.cause() + " is not for a provider to say");
        };
    }

    private static Optional<String> unless(JobState state, JobEnd end) {
        return end.state() == state
                ? Optional.empty()
                : Optional.of(end.state() + " and " + end.cause() + " do not go together");
    }
}
