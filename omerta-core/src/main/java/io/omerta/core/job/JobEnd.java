package io.omerta.core.job;

import java.util.Optional;

/**
 * How a job ended.
 *
 * @param state one of the ends
 * @param result of the program, when it ran
 * @param message one sentence for people; empty when the program simply ended
 * @param hint a command or a step; may be empty
 * @param outputTruncated some output was lost
 */
public record JobEnd(
        JobState state,
        Optional<ProgramResult> result,
        Cause cause,
        String message,
        String hint,
        Usage usage,
        Optional<RogueConnection> rogueConnection,
        boolean outputTruncated) {
    public JobEnd {
        if (!state.isEnd()) {
            throw new IllegalArgumentException("state: " + state + " is not an end");
        }
        if (state == JobState.COMPLETED && result.isEmpty()) {
            throw new IllegalArgumentException("result: missing of a completed job");
        }
    }

    /** The same with what the requester's daemon saw of the tunnel. */
    public JobEnd withTunnel(FlowCounts flows, PathCounts paths) {
        return withUsage(usage.withTunnel(flows, paths));
    }

    public JobEnd withUsage(Usage complete) {
        return new JobEnd(state, result, cause, message, hint, complete, rogueConnection, outputTruncated);
    }
}
