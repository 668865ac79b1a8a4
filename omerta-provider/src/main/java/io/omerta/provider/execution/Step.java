package io.omerta.provider.execution;

import io.omerta.core.job.Blob;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import java.time.Duration;
import java.util.Optional;

/** Something that has to be done for a job, in the order in which {@link JobLife} says it. */
sealed interface Step {
    /**
     * Write down and tell a new state, not an end.
     *
     * @param vmReady with RUNNING: from the start of the VM to its agent's answer
     */
    record Tell(JobState state, Duration vmReady) implements Step {}

    /**
     * Write down and tell that a running job stands still, or goes on.
     *
     * @param why empty when it goes on
     */
    record TellPause(Optional<PauseReason> why) implements Step {}

    /** Let the VM stand still. */
    record Pause() implements Step {}

    /** Let the VM go on, at the right time of day. */
    record Resume() implements Step {}

    /** Start the VM. */
    record Boot() implements Step {}

    /** Make the booted VM this job's. */
    record Configure() implements Step {}

    /** Start the program. */
    record Run() implements Step {}

    /** Write the VM, which stands still, to disk. */
    record Freeze() implements Step {}

    /**
     * Write down what the job's next life begins with. Always the last step of this one.
     *
     * @param digest of the VM on disk
     */
    record Suspend(LifeSnapshot snapshot, String digest) implements Step {}

    /** Send a signal to the program. */
    record Signal(int number) implements Step {}

    /** Write down what the program wrote. */
    record Keep(boolean standardError, Blob data) implements Step {}

    /**
     * Terminate the VM, then write down and tell the end. Always the last step of a life.
     *
     * @param end without the bytes of the tunnel, which the life does not see
     */
    record End(JobEnd end) implements Step {}
}
