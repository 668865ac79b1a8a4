package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.Blob;
import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import io.omerta.core.job.ProgramResult;
import io.omerta.vm.agent.AgentEvent;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The life of a job that stands still now and then, in virtual time. It runs from second 3 on, for 10 s at most. */
class PausedJobTest {
    private static final JobLimits LIMITS = new JobLimits(2, 256 << 20, 128 << 20, 256, Duration.ofSeconds(10), 10);
    private static final Patience PATIENCE = new Patience(at(60), at(90), at(60), at(5), at(5));
    private static final Step TELL_OWNER = new Step.TellPause(Optional.of(PauseReason.OWNER));
    private static final Step TELL_ACTIVITY = new Step.TellPause(Optional.of(PauseReason.ACTIVITY));
    private static final Step TELL_ON = new Step.TellPause(Optional.empty());

    private final JobLife life = new JobLife(LIMITS, PATIENCE, at(0));

    @Test
    void running_onPause_standsStill_thenTells() {
        run();

        assertThat(pause(4, PauseReason.OWNER)).containsExactly(new Step.Pause(), TELL_OWNER);
        assertThat(pause(5, PauseReason.OWNER)).isEmpty();
    }

    @Test
    void paused_onResume_tells_thenGoesOn() {
        run();
        pause(4, PauseReason.OWNER);

        assertThat(resume(9, PauseReason.OWNER)).containsExactly(TELL_ON, new Step.Resume());
        assertThat(resume(9, PauseReason.OWNER)).isEmpty();
    }

    @Test
    void paused_forTwoReasons_goesOnWhenBothAreOver() {
        run();
        assertThat(pause(4, PauseReason.ACTIVITY)).containsExactly(new Step.Pause(), TELL_ACTIVITY);
        assertThat(pause(5, PauseReason.OWNER)).containsExactly(TELL_OWNER);

        assertThat(resume(6, PauseReason.ACTIVITY)).isEmpty();
        assertThat(resume(7, PauseReason.OWNER)).containsExactly(TELL_ON, new Step.Resume());
    }

    @Test
    void paused_onTheOwnersResume_goesOnAlthoughTheOwnerIsActive() {
        run();
        pause(4, PauseReason.ACTIVITY);

        Set<PauseReason> all = EnumSet.allOf(PauseReason.class);
        assertThat(life.on(at(5), new Happening.ResumeRequested(all))).containsExactly(TELL_ON, new Step.Resume());
    }

    @Test
    void timeLimit_standsStillWithTheJob() {
        run();
        pause(5, PauseReason.OWNER);
        life.on(at(50), new Happening.Renewed());

        assertThat(life.tick(at(100))).isEmpty();
        resume(103, PauseReason.OWNER);
        life.on(at(103), new Happening.Renewed());

        assertThat(life.deadline()).isEqualTo(at(111));
        assertThat(life.tick(at(110))).isEmpty();
        assertThat(life.tick(at(111))).containsExactly(new Step.Signal(15));
    }

    @Test
    void paused_onSilentRequester_losesItsLease() {
        run();
        life.on(at(4), new Happening.Renewed());
        pause(5, PauseReason.OWNER);

        assertThat(life.deadline()).isEqualTo(at(64));
        JobEnd end = end(life.tick(at(64)));

        assertThat(end.cause()).isEqualTo(Cause.LEASE_EXPIRED);
        assertThat(end.usage().running()).isEqualTo(at(2));
        assertThat(end.usage().paused()).isEqualTo(at(59));
    }

    @Test
    void paused_onCancel_endsAtOnce() {
        run();
        pause(5, PauseReason.OWNER);

        JobEnd end = end(life.on(at(6), new Happening.CancelRequested()));

        assertThat(end.state()).isEqualTo(JobState.CANCELLED);
        assertThat(end.outputTruncated()).isTrue();
        assertThat(life.isOver()).isTrue();
    }

    @Test
    void paused_onStoppingProvider_ends() {
        run();
        pause(5, PauseReason.OWNER);

        assertThat(end(life.on(at(6), new Happening.ProviderStopping())).message())
                .isEqualTo("the provider is stopping");
    }

    @Test
    void paused_onOutputThatWasOnItsWay_keepsIt_andCutsAtTheLimit() {
        run();
        pause(5, PauseReason.OWNER);

        assertThat(guest(5, new AgentEvent.Output(1, false, Blob.ofText("1234567"))))
                .containsExactly(new Step.Keep(false, Blob.ofText("1234567")));
        List<Step> steps = guest(5, new AgentEvent.Output(2, false, Blob.ofText("890abc")));
        assertThat(steps.getFirst()).isEqualTo(new Step.Keep(false, Blob.ofText("890")));
        assertThat(((Step.End) steps.getLast()).end().cause()).isEqualTo(Cause.OUTPUT_LIMIT);
    }

    @Test
    void paused_onEndThatWasOnItsWay_completes() {
        run();
        pause(5, PauseReason.OWNER);

        JobEnd end = end(guest(6, exit(at(2), at(1))));

        assertThat(end.state()).isEqualTo(JobState.COMPLETED);
        assertThat(end.usage().running()).isEqualTo(at(2));
    }

    @Test
    void usage_tellsPausedTimeApart_andBelievesNoGuestThatClaimsIt() {
        run();
        pause(4, PauseReason.OWNER);
        resume(24, PauseReason.OWNER);

        JobEnd end = end(guest(26, exit(at(23), at(99))));

        assertThat(end.usage().running()).isEqualTo(at(3));
        assertThat(end.usage().paused()).isEqualTo(at(20));
        assertThat(end.usage().cpu()).isEqualTo(at(6));
        assertThat(end.usage().preparing()).isEqualTo(at(2));
    }

    @Test
    void queued_onPause_standsStillOnceItRuns() {
        assertThat(pause(0, PauseReason.OWNER)).isEmpty();
        life.on(at(1), new Happening.Allocated());
        life.on(at(2), new Happening.VmReady(at(1)));
        guest(2, new AgentEvent.Configured());

        assertThat(guest(3, new AgentEvent.Started()))
                .containsExactly(new Step.Tell(JobState.RUNNING, at(1)), new Step.Pause(), TELL_OWNER);
    }

    @Test
    void queued_onPauseAndResume_runs() {
        pause(0, PauseReason.OWNER);
        resume(0, PauseReason.OWNER);
        life.on(at(1), new Happening.Allocated());
        life.on(at(2), new Happening.VmReady(at(1)));
        guest(2, new AgentEvent.Configured());

        assertThat(guest(3, new AgentEvent.Started())).containsExactly(new Step.Tell(JobState.RUNNING, at(1)));
    }

    @Test
    void ending_onPause_endsAllTheSame() {
        run();
        life.on(at(4), new Happening.CancelRequested());

        assertThat(pause(5, PauseReason.OWNER)).isEmpty();
        assertThat(life.deadline()).isEqualTo(at(9));
    }

    private void run() {
        life.on(at(1), new Happening.Allocated());
        life.on(at(2), new Happening.VmReady(at(1)));
        guest(2, new AgentEvent.Configured());
        guest(3, new AgentEvent.Started());
    }

    private List<Step> pause(long second, PauseReason why) {
        return life.on(at(second), new Happening.PauseRequested(why));
    }

    private List<Step> resume(long second, PauseReason over) {
        return life.on(at(second), new Happening.ResumeRequested(Set.of(over)));
    }

    private List<Step> guest(long second, AgentEvent event) {
        return life.on(at(second), new Happening.FromGuest(event));
    }

    private static AgentEvent exit(Duration wall, Duration cpu) {
        return new AgentEvent.Ended(new ProgramResult.ExitCode(0), wall, cpu, 5 << 20, false, false, false, false);
    }

    private static JobEnd end(List<Step> steps) {
        assertThat(steps).singleElement().isInstanceOf(Step.End.class);
        return ((Step.End) steps.getFirst()).end();
    }

    private static Duration at(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
