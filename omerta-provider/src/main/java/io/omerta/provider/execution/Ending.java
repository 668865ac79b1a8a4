package io.omerta.provider.execution;

import io.omerta.core.job.Cause;
import io.omerta.core.job.JobState;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.RogueConnection;
import io.omerta.vm.agent.AgentEvent;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a job ends, as people are told.
 *
 * @param message a clause that goes on after "job 7k41 failed: "; empty when the program simply ended
 * @param hint a step; may be empty
 */
record Ending(JobState state, Cause cause, String message, String hint, Optional<RogueConnection> rogue) {
    private static Ending of(JobState state, Cause cause, String message, String hint) {
        return new Ending(state, cause, message, hint, Optional.empty());
    }

    /** The program is gone and nobody had asked for it. */
    static Ending ofProgram(AgentEvent.Ended ended, JobLimits limits) {
        boolean succeeded = ended.result().equals(new ProgramResult.ExitCode(0));
        if (ended.diskFailed()) {
            return scratchFailed();
        }
        if (ended.processLimitReached()) {
            return processLimit(limits);
        }
        if (ended.outOfMemory() && !succeeded) {
            return outOfMemory(ended.peakMemoryBytes(), limits);
        }
        if (ended.diskFull() && !succeeded) {
            return diskFull(limits);
        }
        return of(JobState.COMPLETED, Cause.PROGRAM_ENDED, "", "");
    }

    private static Ending processLimit(JobLimits limits) {
        return of(
                JobState.FAILED,
                Cause.PROCESS_LIMIT,
                "too many processes (limit " + limits.processes() + ")",
                "a job may have more processes with more memory: --memory "
                        + 2 * Math.ceilDiv(limits.memoryBytes(), 1L << 20));
    }

    private static Ending outOfMemory(long peakBytes, JobLimits limits) {
        String limit = Amounts.megabytes(limits.memoryBytes());
        String peak = Amounts.megabytes(Math.min(peakBytes, limits.memoryBytes()));
        return of(
                JobState.FAILED,
                Cause.OUT_OF_MEMORY,
                "out of memory (limit " + limit + ", peak " + peak + ")",
                "ask for more: --memory " + 2 * Math.ceilDiv(limits.memoryBytes(), 1L << 20));
    }

    private static Ending diskFull(JobLimits limits) {
        return of(
                JobState.FAILED,
                Cause.DISK_FULL,
                "its disk was full (" + Amounts.megabytes(limits.diskBytes()) + ")",
                "ask for more: --disk " + 2 * Math.ceilDiv(limits.diskBytes(), 1L << 20));
    }

    static Ending timeLimit(JobLimits limits) {
        return of(
                JobState.TIMED_OUT,
                Cause.TIME_LIMIT,
                "time limit of " + Amounts.seconds(limits.time()) + " reached",
                "");
    }

    static Ending outputLimit(JobLimits limits) {
        return of(
                JobState.FAILED,
                Cause.OUTPUT_LIMIT,
                "output limit of " + Amounts.bytes(limits.outputBytes()) + " reached, the rest was cut",
                "");
    }

    static Ending cancelled() {
        return of(JobState.CANCELLED, Cause.CANCELLED, "cancelled", "");
    }

    static Ending leaseExpired(Duration lease) {
        return of(JobState.FAILED, Cause.LEASE_EXPIRED, "the requester was silent for " + Amounts.seconds(lease), "");
    }

    static Ending rogue(RogueConnection connection) {
        String to = connection.destination().isEmpty() ? "" : " to " + connection.destination();
        return new Ending(
                JobState.ROGUE_CONNECTION_DETECTED,
                Cause.ROGUE_CONNECTION,
                "rogue connection: " + connection.protocol() + to + " (" + connection.reason() + ")",
                "",
                Optional.of(connection));
    }

    static Ending vmFailed(String sentence) {
        return of(JobState.FAILED, Cause.VM_FAILED, sentence, "");
    }

    static Ending providerDisk(boolean full) {
        String sentence = full ? "the provider's disk is full" : "the provider's disk failed";
        return of(JobState.FAILED, Cause.PROVIDER_FAILED, sentence, "");
    }

    /** What the job had written was lost, and it was ended for that. Mostly there was no room left. */
    private static Ending scratchFailed() {
        return of(
                JobState.FAILED,
                Cause.PROVIDER_FAILED,
                "the provider could not keep what the job wrote to its disk (is it full?)",
                "");
    }

    static Ending providerBroke() {
        return of(JobState.FAILED, Cause.PROVIDER_FAILED, "the provider made a mistake, its log has more", "");
    }

    static Ending providerStopping() {
        return of(JobState.FAILED, Cause.PROVIDER_FAILED, "the provider is stopping", "");
    }

    /** @param reason a sentence */
    static Ending notSuspended(String reason) {
        return of(JobState.FAILED, Cause.PROVIDER_FAILED, "the provider is stopping, and " + reason, "");
    }

    /** @param reason a sentence */
    static Ending notResumed(String reason) {
        return of(
                JobState.FAILED,
                Cause.PROVIDER_FAILED,
                "the provider was stopped, and the job could not go on: " + reason,
                "");
    }

    /** Of a job that an earlier run of the daemon left behind. */
    static Ending providerStopped() {
        return of(JobState.FAILED, Cause.PROVIDER_FAILED, "the provider was stopped", "");
    }
}
