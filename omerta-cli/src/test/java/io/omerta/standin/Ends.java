package io.omerta.standin;

import io.omerta.core.job.Cause;
import io.omerta.core.job.FlowCounts;
import io.omerta.core.job.GateCounts;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import io.omerta.core.job.PathCounts;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Ends of jobs. */
public final class Ends {
    private static final Usage USAGE = new Usage(
            Duration.ofMillis(10),
            Duration.ofMillis(2_500),
            Duration.ofMillis(400),
            Duration.ofMillis(60),
            Duration.ofMillis(90),
            256L << 20,
            1,
            2,
            3,
            new GateCounts(21, 22, 0, 23, 24),
            new FlowCounts(31, 2, 5, 1, List.of("TCP 8.8.8.8:443: no --allow names it")),
            new PathCounts(5_000_000, 41_000, 1));

    private Ends() {}

    public static JobEnd exit(int code) {
        return end(
                JobState.COMPLETED, Optional.of(new ProgramResult.ExitCode(code)), Cause.PROGRAM_ENDED, "", "", false);
    }

    public static JobEnd signal(int number) {
        return end(
                JobState.COMPLETED, Optional.of(new ProgramResult.Signal(number)), Cause.PROGRAM_ENDED, "", "", false);
    }

    public static JobEnd truncated(int code) {
        return end(
                JobState.COMPLETED, Optional.of(new ProgramResult.ExitCode(code)), Cause.PROGRAM_ENDED, "", "", true);
    }

    public static JobEnd of(JobState state, Cause cause, String message) {
        return end(state, Optional.empty(), cause, message, "", false);
    }

    private static JobEnd end(
            JobState state,
            Optional<ProgramResult> result,
            Cause cause,
            String message,
            String hint,
            boolean truncated) {
        return new JobEnd(state, result, cause, message, hint, USAGE, Optional.empty(), truncated);
    }
}
