package io.omerta.provider.execution;

import io.omerta.core.job.RogueConnection;
import io.omerta.vm.agent.AgentEvent;
import java.time.Duration;
import java.util.Set;

/** Something that a job's life depends on. */
sealed interface Happening {
    /** The job left the queue: CPUs and memory are its own. */
    record Allocated() implements Happening {}

    /**
     * The VM has booted.
     *
     * @param bootTime from its start to its agent's answer
     */
    record VmReady(Duration bootTime) implements Happening {}

    /**
     * There is no VM, or no longer one.
     *
     * @param sentence why, for people
     */
    record VmLost(String sentence) implements Happening {}

    /** The agent said something. */
    record FromGuest(AgentEvent event) implements Happening {}

    /** The VM sent something else than its tunnel, and has been terminated. */
    record RogueDetected(RogueConnection connection) implements Happening {}

    /** The requester is there. */
    record Renewed() implements Happening {}

    /** There is a reason for the job to stand still, whether it runs yet or not. */
    record PauseRequested(PauseReason why) implements Happening {}

    /** These reasons are none any more. */
    record ResumeRequested(Set<PauseReason> reasons) implements Happening {
        public ResumeRequested {
            reasons = Set.copyOf(reasons);
        }
    }

    /** The requester does not want the job any more. */
    record CancelRequested() implements Happening {}

    /**
     * What happens to the job cannot be written down.
     *
     * @param full for want of room
     */
    record DiskFailed(boolean full) implements Happening {}

    /** A fault of our own. */
    record ProviderBroke() implements Happening {}

    /** This machine stops for now: the job is to go on when it is back. */
    record SuspendRequested() implements Happening {}

    /**
     * The VM is on disk, and everything it had said has been heard.
     *
     * @param digest that its content is recognised by
     */
    record Suspended(String digest) implements Happening {}

    /** The VM could not be written to disk. */
    record SuspendFailed(String sentence) implements Happening {}

    /** A VM from the disk stands still where it was. */
    record VmRestored() implements Happening {}

    /** This machine stops lending. */
    record ProviderStopping() implements Happening {}
}
