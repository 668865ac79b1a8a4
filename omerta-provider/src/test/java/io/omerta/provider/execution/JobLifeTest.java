package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.Blob;
import io.omerta.core.job.Cause;
import io.omerta.core.job.FlowCounts;
import io.omerta.core.job.GateCounts;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.RogueConnection;
import io.omerta.core.job.Usage;
import io.omerta.vm.agent.AgentEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobLifeTest {
    private static final JobLimits LIMITS = new JobLimits(2, 256 << 20, 128 << 20, 256, Duration.ofSeconds(10), 10);
    private static final AgentEvent CONFIGURED = new AgentEvent.Configured();
    private static final AgentEvent STARTED = new AgentEvent.Started();
    private static final RogueConnection ROGUE =
            new RogueConnection("IPv4 TCP", "8.8.8.8:443", Blob.ofText("frame"), 60, "only the tunnel may leave a VM");

    private final JobLife life = new JobLife(LIMITS, Patience.DEFAULT, at(0));
    private long sequence;

    @Test
    void queued_onAllocated_preparesAndBoots() {
        assertThat(life.on(at(1), new Happening.Allocated()))
                .containsExactly(new Step.Tell(JobState.PREPARING, Duration.ZERO), new Step.Boot());
    }

    @Test
    void booting_onReady_configures() {
        allocate();

        assertThat(life.on(at(2), new Happening.VmReady(Duration.ofSeconds(1)))).containsExactly(new Step.Configure());
    }

    @Test
    void configuring_onConfigured_runs() {
        boot();

        assertThat(guest(2, CONFIGURED)).containsExactly(new Step.Run());
    }

    @Test
    void starting_onStarted_tellsRunningWithTheBootTime() {
        boot();
        guest(2, CONFIGURED);

        assertThat(guest(3, STARTED)).containsExactly(new Step.Tell(JobState.RUNNING, Duration.ofSeconds(1)));
    }

    @Test
    void running_onOutput_keepsIt() {
        run();

        assertThat(output(4, "hi")).containsExactly(new Step.Keep(false, Blob.ofText("hi")));
    }

    @Test
    void running_onExit_completesWithCodeAndUsage() {
        run();
        output(4, "hi");

        JobEnd end = end(guest(5, ended(new ProgramResult.ExitCode(7), false, false, false)));

        assertThat(end)
                .isEqualTo(new JobEnd(
                        JobState.COMPLETED,
                        Optional.of(new ProgramResult.ExitCode(7)),
                        Cause.PROGRAM_ENDED,
                        "",
                        "",
                        new Usage(
                                at(1),
                                at(2),
                                Duration.ofMillis(1500),
                                Duration.ZERO,
                                Duration.ofMillis(700),
                                5 << 20,
                                0,
                                0,
                                2,
                                GateCounts.NOTHING,
                                FlowCounts.NOTHING),
                        Optional.empty(),
                        false));
        assertThat(life.isOver()).isTrue();
    }

    @Test
    void running_onSignalOfItsOwn_completesWithSignal() {
        run();

        JobEnd end = end(guest(5, ended(new ProgramResult.Signal(11), false, false, false)));

        assertThat(end.state()).isEqualTo(JobState.COMPLETED);
        assertThat(end.result()).contains(new ProgramResult.Signal(11));
        assertThat(end.message()).isEmpty();
    }

    @Test
    void running_onLieAboutTimes_believesWhatIsPossible() {
        run();
        AgentEvent lie = new AgentEvent.Ended(
                new ProgramResult.ExitCode(0), Duration.ofDays(9), Duration.ofDays(9), 1, false, false, false, false);

        Usage usage = end(guest(5, lie)).usage();

        assertThat(usage.running()).isEqualTo(at(2));
        assertThat(usage.cpu()).isEqualTo(at(4));
    }

    @Test
    void running_onOutOfMemory_failsAndSaysLimitAndPeak() {
        run();
        AgentEvent outOfMemory = new AgentEvent.Ended(
                new ProgramResult.Signal(9), at(1), at(1), (256 << 20) - 1, true, false, false, false);

        JobEnd end = end(guest(5, outOfMemory));

        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.cause()).isEqualTo(Cause.OUT_OF_MEMORY);
        assertThat(end.message()).isEqualTo("out of memory (limit 256 MB, peak 256 MB)");
        assertThat(end.hint()).isEqualTo("ask for more: --memory 512");
        assertThat(end.result()).contains(new ProgramResult.Signal(9));
    }

    @Test
    void running_onOutOfMemoryThatTheProgramSurvived_completes() {
        run();

        JobEnd end = end(guest(5, ended(new ProgramResult.ExitCode(0), true, false, true)));

        assertThat(end.cause()).isEqualTo(Cause.PROGRAM_ENDED);
    }

    @Test
    void running_onProcessLimit_fails() {
        run();

        JobEnd end = end(guest(5, ended(new ProgramResult.Signal(9), false, true, false)));

        assertThat(end.cause()).isEqualTo(Cause.PROCESS_LIMIT);
        assertThat(end.message()).isEqualTo("too many processes (limit 256)");
    }

    @Test
    void running_onFailedDisk_blamesTheProvider() {
        run();

        JobEnd end = end(guest(
                5, new AgentEvent.Ended(new ProgramResult.Signal(9), at(1), at(1), 5 << 20, false, false, true, true)));

        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.cause()).isEqualTo(Cause.PROVIDER_FAILED);
        assertThat(end.message()).startsWith("the provider could not keep what the job wrote to its disk");
    }

    @Test
    void running_onFailureWithFullDisk_saysSo() {
        run();

        JobEnd end = end(guest(5, ended(new ProgramResult.ExitCode(1), false, false, true)));

        assertThat(end.cause()).isEqualTo(Cause.DISK_FULL);
        assertThat(end.message()).isEqualTo("its disk was full (128 MB)");
    }

    @Test
    void running_onTimeLimit_terminatesThenKills() {
        run();

        assertThat(life.deadline()).isEqualTo(at(13));
        assertThat(life.tick(at(13))).containsExactly(new Step.Signal(15));
        assertThat(life.deadline()).isEqualTo(at(18));
        assertThat(output(14, "bye")).containsExactly(new Step.Keep(false, Blob.ofText("bye")));
        assertThat(life.tick(at(18))).containsExactly(new Step.Signal(9));
        JobEnd end = end(guest(19, ended(new ProgramResult.Signal(9), false, false, false)));
        assertThat(end.state()).isEqualTo(JobState.TIMED_OUT);
        assertThat(end.cause()).isEqualTo(Cause.TIME_LIMIT);
        assertThat(end.message()).isEqualTo("time limit of 10 s reached");
        assertThat(end.outputTruncated()).isFalse();
    }

    @Test
    void ending_onNoAnswerToTheKill_endsAllTheSame() {
        run();
        life.tick(at(13));
        life.tick(at(18));

        JobEnd end = end(life.tick(at(23)));

        assertThat(end.state()).isEqualTo(JobState.TIMED_OUT);
        assertThat(end.result()).isEmpty();
        assertThat(end.outputTruncated()).isTrue();
    }

    @Test
    void running_onMoreOutputThanTheLimit_cutsThereAndKills() {
        run();
        output(4, "1234567");

        assertThat(output(4, "890abc")).containsExactly(new Step.Keep(false, Blob.ofText("890")), new Step.Signal(9));
        assertThat(output(4, "more")).isEmpty();
        JobEnd end = end(guest(5, ended(new ProgramResult.Signal(9), false, false, false)));
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.cause()).isEqualTo(Cause.OUTPUT_LIMIT);
        assertThat(end.message()).isEqualTo("output limit of 10 bytes reached, the rest was cut");
        assertThat(end.outputTruncated()).isTrue();
        assertThat(end.usage().outputBytes()).isEqualTo(10);
    }

    @Test
    void running_onOutputUpToTheLimit_goesOn() {
        run();

        assertThat(output(4, "1234567890")).containsExactly(new Step.Keep(false, Blob.ofText("1234567890")));
        assertThat(output(4, "x")).containsExactly(new Step.Signal(9));
    }

    @Test
    void running_onCancel_terminatesGently() {
        run();

        assertThat(life.on(at(4), new Happening.CancelRequested())).containsExactly(new Step.Signal(15));
        assertThat(life.on(at(4), new Happening.CancelRequested())).isEmpty();
        JobEnd end = end(guest(5, ended(new ProgramResult.ExitCode(0), false, false, false)));
        assertThat(end.state()).isEqualTo(JobState.CANCELLED);
        assertThat(end.cause()).isEqualTo(Cause.CANCELLED);
        assertThat(end.result()).contains(new ProgramResult.ExitCode(0));
    }

    @Test
    void queued_onCancel_endsAtOnce() {
        JobEnd end = end(life.on(at(3), new Happening.CancelRequested()));

        assertThat(end.state()).isEqualTo(JobState.CANCELLED);
        assertThat(end.usage().queued()).isEqualTo(at(3));
        assertThat(end.usage().preparing()).isEqualTo(Duration.ZERO);
        assertThat(end.outputTruncated()).isFalse();
    }

    @Test
    void booting_onCancel_endsAtOnce() {
        allocate();

        JobEnd end = end(life.on(at(3), new Happening.CancelRequested()));

        assertThat(end.state()).isEqualTo(JobState.CANCELLED);
        assertThat(end.usage().preparing()).isEqualTo(at(2));
    }

    @Test
    void queued_onSilentRequester_losesItsLease() {
        assertThat(life.deadline()).isEqualTo(at(60));
        assertThat(life.tick(at(59))).isEmpty();

        JobEnd end = end(life.tick(at(60)));

        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.cause()).isEqualTo(Cause.LEASE_EXPIRED);
        assertThat(end.message()).isEqualTo("the requester was silent for 60 s");
    }

    @Test
    void queued_onRenewal_keepsItsLease() {
        life.on(at(40), new Happening.Renewed());

        assertThat(life.tick(at(60))).isEmpty();
        assertThat(life.deadline()).isEqualTo(at(100));
    }

    @Test
    void running_onExpiredLease_endsAtOnce() {
        run();
        life.on(at(4), new Happening.Renewed());
        JobLife patient =
                new JobLife(new JobLimits(1, 1 << 20, 1 << 19, 64, Duration.ofHours(1), 10), Patience.DEFAULT, at(0));
        patient.on(at(1), new Happening.Allocated());
        patient.on(at(2), new Happening.VmReady(at(1)));
        patient.on(at(2), new Happening.FromGuest(CONFIGURED));
        patient.on(at(3), new Happening.FromGuest(STARTED));

        JobEnd end = end(patient.tick(at(60)));

        assertThat(end.cause()).isEqualTo(Cause.LEASE_EXPIRED);
        assertThat(end.outputTruncated()).isTrue();
    }

    @Test
    void running_onRogueConnection_endsWithTheEvidence() {
        run();

        JobEnd end = end(life.on(at(4), new Happening.RogueDetected(ROGUE)));

        assertThat(end.state()).isEqualTo(JobState.ROGUE_CONNECTION_DETECTED);
        assertThat(end.message())
                .isEqualTo("rogue connection: IPv4 TCP to 8.8.8.8:443 (only the tunnel may leave a VM)");
        assertThat(end.rogueConnection()).contains(ROGUE);
    }

    @Test
    void booting_onSilence_fails() {
        allocate();
        life.on(at(50), new Happening.Renewed());

        JobEnd end = end(life.tick(at(91)));

        assertThat(end.cause()).isEqualTo(Cause.VM_FAILED);
        assertThat(end.message()).isEqualTo("the VM did not start in 90 s");
    }

    @Test
    void configuring_onSilence_fails() {
        boot();
        life.on(at(50), new Happening.Renewed());

        assertThat(end(life.tick(at(62))).message()).isEqualTo("the VM went silent");
    }

    @Test
    void running_onLostVm_fails() {
        run();

        JobEnd end = end(life.on(at(4), new Happening.VmLost("the guest powered off")));

        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.cause()).isEqualTo(Cause.VM_FAILED);
        assertThat(end.message()).isEqualTo("the guest powered off");
        assertThat(end.outputTruncated()).isTrue();
    }

    @Test
    void ending_onLostVm_keepsTheReason() {
        run();
        life.on(at(4), new Happening.CancelRequested());

        assertThat(end(life.on(at(5), new Happening.VmLost("the guest powered off")))
                        .state())
                .isEqualTo(JobState.CANCELLED);
    }

    @Test
    void starting_onFailureOfTheAgent_saysItsWord() {
        boot();
        guest(2, CONFIGURED);

        assertThat(end(guest(3, new AgentEvent.Failure("no such user"))).message())
                .isEqualTo("the guest's agent failed: no such user");
    }

    @Test
    void booting_onWordsOutOfOrder_fails() {
        allocate();

        assertThat(end(guest(2, STARTED)).cause()).isEqualTo(Cause.VM_FAILED);
    }

    @Test
    void running_onFullDisk_fails() {
        run();

        JobEnd end = end(life.on(at(4), new Happening.DiskFailed(true)));

        assertThat(end.cause()).isEqualTo(Cause.PROVIDER_FAILED);
        assertThat(end.message()).isEqualTo("the provider's disk is full");
    }

    @Test
    void running_onStoppingProvider_fails() {
        run();

        JobEnd end = end(life.on(at(4), new Happening.ProviderStopping()));

        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.message()).isEqualTo("the provider is stopping");
    }

    @Test
    void ended_onAnything_doesNothing() {
        life.on(at(1), new Happening.CancelRequested());

        assertThat(life.on(at(2), new Happening.Allocated())).isEmpty();
        assertThat(life.on(at(2), new Happening.RogueDetected(ROGUE))).isEmpty();
        assertThat(life.tick(at(1000))).isEmpty();
    }

    private void allocate() {
        life.on(at(1), new Happening.Allocated());
    }

    private void boot() {
        allocate();
        life.on(at(2), new Happening.VmReady(Duration.ofSeconds(1)));
    }

    private void run() {
        boot();
        guest(2, CONFIGURED);
        guest(3, STARTED);
    }

    private List<Step> guest(long second, AgentEvent event) {
        return life.on(at(second), new Happening.FromGuest(event));
    }

    private List<Step> output(long second, String text) {
        return guest(second, new AgentEvent.Output(++sequence, false, Blob.ofText(text)));
    }

    private static AgentEvent ended(ProgramResult result, boolean memory, boolean processes, boolean disk) {
        return new AgentEvent.Ended(
                result, Duration.ofMillis(1500), Duration.ofMillis(700), 5 << 20, memory, processes, disk, false);
    }

    private static JobEnd end(List<Step> steps) {
        assertThat(steps).singleElement().isInstanceOf(Step.End.class);
        return ((Step.End) steps.getFirst()).end();
    }

    private static Duration at(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
