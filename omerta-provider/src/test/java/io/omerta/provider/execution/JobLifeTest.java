package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.Blob;
import io.omerta.core.job.Cause;
import io.omerta.core.job.FlowCounts;
import io.omerta.core.job.GateCounts;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import io.omerta.core.job.PathCounts;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.Usage;
import io.omerta.vm.agent.AgentEvent;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a job goes through when nothing goes wrong, and what its end tells. */
final class JobLifeTest extends LifeTest {
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
                                FlowCounts.NOTHING,
                                PathCounts.NOTHING),
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
    void booting_onWordsOutOfOrder_fails() {
        allocate();

        assertThat(end(guest(2, STARTED)).cause()).isEqualTo(Cause.VM_FAILED);
    }
}
