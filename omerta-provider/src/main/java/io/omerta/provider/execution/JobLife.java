package io.omerta.provider.execution;

import io.omerta.core.job.Blob;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import io.omerta.core.job.ProgramResult;
import io.omerta.provider.execution.Step.End;
import io.omerta.provider.execution.Step.Keep;
import io.omerta.provider.execution.Step.Signal;
import io.omerta.provider.execution.Step.Tell;
import io.omerta.vm.agent.AgentEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to one job, from its acceptance to its end.
 *
 * <pre>
 *  QUEUED ─Allocated─▶ BOOTING ─VmReady─▶ CONFIGURING ─Configured─▶ STARTING ─Started─▶ RUNNING ─Ended─▶ ENDED
 *                                                          cancel, time limit, output limit │               ▲
 *                                                                                           ▼               │
 *                                                                                         ENDING ───────────┘
 *  RUNNING ─SuspendRequested─▶ SUSPENDING ─Suspended─▶ SUSPENDED: the life is over without an end
 *  the next life begins: RESTORING ─VmRestored─▶ RUNNING
 *  anything that leaves no program to wait for goes straight to ENDED, from wherever
 * </pre>
 *
 * ENDING waits until the agent says that the program is gone: SIGTERM, {@link Patience#grace}, SIGKILL, {@link
 * Patience#kill}. While RUNNING the job may be paused: its time limit stands still, its lease does not, and an end comes
 * at once, for nobody is awake who could be asked. Pure: times are durations since any one moment that never run backwards. Not thread-safe.
 */
final class JobLife {
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final Duration NEVER = Duration.ofDays(1_000_000);

    /** A gigabyte of memory takes about a second. */
    private static final Duration SUSPEND_WITHIN = Duration.ofSeconds(20);

    private final JobLimits limits;
    private final Patience patience;
    private final Stopwatch stopwatch;
    private final Pauses pauses = new Pauses();
    private Phase phase = Phase.QUEUED;
    private Duration leaseEnd;
    private Duration phaseEnd = NEVER;
    /** Of the time limit, while the job is paused. */
    private Duration runningLeft = Duration.ZERO;

    private Duration vmReady = Duration.ZERO;
    private long outputBytes;
    private boolean outputCut;
    private boolean killed;
    /** Set while the program is being ended. */
    private @Nullable Ending ending;

    private enum Phase {
        QUEUED,
        BOOTING,
        CONFIGURING,
        STARTING,
        RUNNING,
        ENDING,
        SUSPENDING,
        RESTORING,
        SUSPENDED,
        ENDED
    }

    /** @param now of the acceptance */
    JobLife(JobLimits limits, Patience patience, Duration now) {
        this.limits = limits;
        this.patience = patience;
        stopwatch = new Stopwatch(now);
        leaseEnd = now.plus(patience.lease());
    }

    /** Of a job that goes on: its VM is being restored. */
    JobLife(JobLimits limits, Patience patience, Duration now, LifeSnapshot earlier) {
        this.limits = limits;
        this.patience = patience;
        stopwatch = new Stopwatch(now, earlier);
        leaseEnd = now.plus(earlier.leaseLeft());
        runningLeft = earlier.runningLeft();
        outputBytes = earlier.outputBytes();
        pauses.add(PauseReason.STOPPING);
        pauses.told();
        if (earlier.pausedByOwner()) {
            pauses.add(PauseReason.OWNER);
        }
        enter(Phase.RESTORING, now.plus(patience.boot()));
    }

    boolean isOver() {
        return phase == Phase.ENDED || phase == Phase.SUSPENDED;
    }

    boolean isSuspended() {
        return phase == Phase.SUSPENDED;
    }

    /** When {@link #tick} has something to do, if nothing happens before. */
    Duration deadline() {
        return switch (phase) {
            case ENDED, SUSPENDED -> NEVER;
            // Bounded by itself; whether the requester still listens does not matter any more.
            case ENDING -> phaseEnd;
            default -> leaseEnd.compareTo(phaseEnd) < 0 ? leaseEnd : phaseEnd;
        };
    }

    List<Step> on(Duration now, Happening happening) {
        if (isOver()) {
            return List.of();
        }
        return switch (happening) {
            case Happening.Allocated allocated -> onAllocated(now);
            case Happening.VmReady ready -> onVmReady(now, ready);
            case Happening.VmLost lost -> onVmLost(now, lost.sentence());
            case Happening.FromGuest guest -> onGuest(now, guest.event());
            case Happening.RogueDetected rogue -> end(now, Ending.rogue(rogue.connection()));
            case Happening.Renewed renewed -> onRenewed(now);
            case Happening.PauseRequested pause -> onPause(now, pause.why());
            case Happening.ResumeRequested resume -> onResume(now, resume.reasons());
            case Happening.CancelRequested cancel -> onCancel(now);
            case Happening.DiskFailed disk -> end(now, Ending.providerDisk(disk.full()));
            case Happening.ProviderBroke broke -> end(now, Ending.providerBroke());
            case Happening.SuspendRequested suspend -> onSuspend(now);
            case Happening.Suspended suspended -> onSuspended(now, suspended.digest());
            case Happening.SuspendFailed failed -> end(now, Ending.notSuspended(failed.sentence()));
            case Happening.VmRestored restored -> onRestored(now);
            case Happening.ProviderStopping stopping -> end(now, Ending.providerStopping());
        };
    }

    /** Does what the time demands. */
    List<Step> tick(Duration now) {
        if (isOver()) {
            return List.of();
        }
        if (phase != Phase.ENDING && !now.minus(leaseEnd).isNegative()) {
            return end(now, Ending.leaseExpired(patience.lease()));
        }
        return now.minus(phaseEnd).isNegative() ? List.of() : onPhaseEnd(now);
    }

    private List<Step> onPhaseEnd(Duration now) {
        return switch (phase) {
            case BOOTING -> end(now, Ending.vmFailed("the VM did not start in " + Amounts.seconds(patience.boot())));
            case CONFIGURING, STARTING -> end(now, Ending.vmFailed("the VM went silent"));
            case RUNNING -> terminate(now, Ending.timeLimit(limits));
            case ENDING -> killed ? end(now, intended()) : kill(now, intended());
            case SUSPENDING -> end(now, Ending.notSuspended("its VM could not be written to disk in time"));
            case RESTORING -> end(now, Ending.notResumed("the VM did not come back in time"));
            case QUEUED, SUSPENDED, ENDED -> List.of();
        };
    }

    private List<Step> onAllocated(Duration now) {
        if (phase != Phase.QUEUED) {
            return List.of();
        }
        stopwatch.allocated(now);
        enter(Phase.BOOTING, now.plus(patience.boot()));
        return List.of(new Tell(JobState.PREPARING, Duration.ZERO), new Step.Boot());
    }

    private List<Step> onVmReady(Duration now, Happening.VmReady ready) {
        if (phase != Phase.BOOTING) {
            return List.of();
        }
        vmReady = ready.bootTime();
        enter(Phase.CONFIGURING, now.plus(patience.answer()));
        return List.of(new Step.Configure());
    }

    private List<Step> onRenewed(Duration now) {
        leaseEnd = now.plus(patience.lease());
        return List.of();
    }

    private List<Step> onPause(Duration now, PauseReason why) {
        pauses.add(why);
        return phase == Phase.RUNNING ? followPauses(now) : List.of();
    }

    private List<Step> onResume(Duration now, Set<PauseReason> over) {
        pauses.remove(over);
        return phase == Phase.RUNNING ? followPauses(now) : List.of();
    }

    /** Lets a running job stand still or go on, as the reasons are. */
    private List<Step> followPauses(Duration now) {
        if (!pauses.isNews()) {
            return List.of();
        }
        boolean wasPaused = pauses.isPaused();
        pauses.told();
        List<Step> tell = List.of(new Step.TellPause(pauses.wanted()));
        if (wasPaused == pauses.isPaused()) {
            return tell;
        }
        // What is told is durable before a VM goes on: one from the disk must never go on twice.
        return wasPaused ? join(tell, List.of(resume(now))) : join(List.of(pause(now)), tell);
    }

    private Step pause(Duration now) {
        stopwatch.paused(now);
        runningLeft = phaseEnd.minus(now);
        enter(Phase.RUNNING, NEVER);
        return new Step.Pause();
    }

    private Step resume(Duration now) {
        stopwatch.resumed(now);
        enter(Phase.RUNNING, now.plus(runningLeft));
        return new Step.Resume();
    }

    /** Only a program that runs can be kept. */
    private List<Step> onSuspend(Duration now) {
        if (phase != Phase.RUNNING) {
            return end(now, Ending.providerStopping());
        }
        pauses.add(PauseReason.STOPPING);
        List<Step> steps = followPauses(now);
        enter(Phase.SUSPENDING, now.plus(SUSPEND_WITHIN));
        return join(steps, List.of(new Step.Freeze()));
    }

    private List<Step> onSuspended(Duration now, String digest) {
        if (phase != Phase.SUSPENDING) {
            return List.of();
        }
        enter(Phase.SUSPENDED, NEVER);
        LifeSnapshot snapshot =
                stopwatch.snapshot(now, runningLeft, leaseEnd.minus(now), outputBytes, pauses.has(PauseReason.OWNER));
        return List.of(new Step.Suspend(snapshot, digest));
    }

    private List<Step> onRestored(Duration now) {
        if (phase != Phase.RESTORING) {
            return List.of();
        }
        enter(Phase.RUNNING, NEVER);
        pauses.remove(Set.of(PauseReason.STOPPING));
        return followPauses(now);
    }

    private List<Step> onCancel(Duration now) {
        return switch (phase) {
            case RUNNING -> terminate(now, Ending.cancelled());
            // It ends within seconds, and the reason is said already.
            case ENDING -> List.of();
            default -> end(now, Ending.cancelled());
        };
    }

    private List<Step> onGuest(Duration now, AgentEvent event) {
        return switch (event) {
            case AgentEvent.Ready ready -> List.of();
            case AgentEvent.Prepared prepared -> onVmLost(now, "the guest's agent broke its protocol");
            case AgentEvent.Configured configured -> onConfigured(now);
            case AgentEvent.Started started -> onStarted(now);
            case AgentEvent.Output output -> onOutput(now, output);
            case AgentEvent.Ended ended -> onProgramEnded(now, ended);
            case AgentEvent.Failure failure -> onVmLost(now, "the guest's agent failed: " + failure.message());
            case AgentEvent.GuestMisbehaved misbehaved ->
                onVmLost(now, "the guest's agent broke its protocol: " + misbehaved.reason());
            case AgentEvent.Closed closed -> onVmLost(now, "the VM ended by itself");
        };
    }

    private List<Step> onConfigured(Duration now) {
        if (phase != Phase.CONFIGURING) {
            return onVmLost(now, "the guest's agent broke its protocol");
        }
        enter(Phase.STARTING, now.plus(patience.answer()));
        return List.of(new Step.Run());
    }

    private List<Step> onStarted(Duration now) {
        if (phase != Phase.STARTING) {
            return onVmLost(now, "the guest's agent broke its protocol");
        }
        stopwatch.started(now);
        enter(Phase.RUNNING, now.plus(limits.time()));
        return join(List.of(new Tell(JobState.RUNNING, vmReady)), followPauses(now));
    }

    private List<Step> onOutput(Duration now, AgentEvent.Output output) {
        if (!hasProgram()) {
            return onVmLost(now, "the guest's agent broke its protocol");
        }
        long room = limits.outputBytes() - outputBytes;
        if (output.data().size() <= room) {
            outputBytes += output.data().size();
            return List.of(new Keep(output.standardError(), output.data()));
        }
        outputBytes += room;
        outputCut = true;
        List<Step> kept = room == 0 ? List.of() : List.of(new Keep(output.standardError(), head(output.data(), room)));
        return phase == Phase.ENDING ? kept : join(kept, kill(now, Ending.outputLimit(limits)));
    }

    private List<Step> onProgramEnded(Duration now, AgentEvent.Ended ended) {
        return switch (phase) {
            case RUNNING, SUSPENDING -> end(now, Ending.ofProgram(ended, limits), ended);
            case ENDING -> end(now, intended(), ended);
            default -> onVmLost(now, "the guest's agent broke its protocol");
        };
    }

    private List<Step> onVmLost(Duration now, String sentence) {
        // A VM that is lost while it is being ended changes nothing about why it is.
        return switch (phase) {
            case ENDING -> end(now, intended());
            case RESTORING -> end(now, Ending.notResumed(sentence));
            default -> end(now, Ending.vmFailed(sentence));
        };
    }

    /** Ends a running program, gently first. */
    private List<Step> terminate(Duration now, Ending why) {
        if (pauses.isPaused()) {
            return end(now, why);
        }
        ending = why;
        enter(Phase.ENDING, now.plus(patience.grace()));
        return List.of(new Signal(SIGTERM));
    }

    private List<Step> kill(Duration now, Ending why) {
        if (pauses.isPaused()) {
            return end(now, why);
        }
        ending = why;
        killed = true;
        enter(Phase.ENDING, now.plus(patience.kill()));
        return List.of(new Signal(SIGKILL));
    }

    private boolean hasProgram() {
        return phase == Phase.RUNNING || phase == Phase.ENDING || phase == Phase.SUSPENDING;
    }

    private Ending intended() {
        if (ending == null) {
            throw new IllegalStateException("phase " + phase + " without an ending");
        }
        return ending;
    }

    /** The VM goes down with the program, if there is one: what it still had to say is lost. */
    private List<Step> end(Duration now, Ending why) {
        boolean lossy = hasProgram() || phase == Phase.RESTORING;
        enter(Phase.ENDED, NEVER);
        return List.of(new End(new JobEnd(
                why.state(),
                Optional.empty(),
                why.cause(),
                why.message(),
                why.hint(),
                stopwatch.usage(now, outputBytes),
                why.rogue(),
                lossy || outputCut)));
    }

    private List<Step> end(Duration now, Ending why, AgentEvent.Ended program) {
        enter(Phase.ENDED, NEVER);
        return List.of(new End(new JobEnd(
                why.state(),
                Optional.<ProgramResult>of(program.result()),
                why.cause(),
                why.message(),
                why.hint(),
                stopwatch.usage(now, outputBytes, program, limits),
                why.rogue(),
                outputCut)));
    }

    private void enter(Phase next, Duration end) {
        phase = next;
        phaseEnd = end;
    }

    private static Blob head(Blob data, long bytes) {
        return Blob.copyOf(Arrays.copyOf(data.toBytes(), (int) bytes));
    }

    private static List<Step> join(List<Step> first, List<Step> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
