package io.omerta.provider.execution;

import io.omerta.core.job.JobEnd;
import io.omerta.core.job.Usage;
import java.util.Optional;

/** Ends of jobs that have no life to be in. */
public final class Ends {
    private Ends() {}

    /** An earlier run of the daemon was stopped, or crashed, before the job had its end. */
    public static JobEnd providerStopped(boolean wasRunning) {
        return end(Ending.providerStopped(), wasRunning);
    }

    /** @param reason why a job that an earlier run of the daemon has kept cannot go on */
    public static JobEnd notResumed(String reason) {
        return end(Ending.notResumed(reason), true);
    }

    private static JobEnd end(Ending why, boolean wasRunning) {
        return new JobEnd(
                why.state(),
                Optional.empty(),
                why.cause(),
                why.message(),
                why.hint(),
                Usage.NOTHING,
                Optional.empty(),
                wasRunning);
    }
}
