package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.error.OmertaException;
import io.omerta.core.job.Blob;
import io.omerta.core.job.Cause;
import io.omerta.core.job.GateCounts;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.Usage;
import io.omerta.vm.agent.AgentEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a job across the daemon's restart, in virtual time. It runs from second 3 on, for 10 s at most. */
class SuspendedJobTest {
    private static final JobLimits LIMITS = new JobLimits(2, 256 << 20, 128 << 20, 256, Duration.ofSeconds(10), 10);
    private static final Patience PATIENCE = new Patience(at(60), at(90), at(60), at(5), at(5));
    private static final Step TELL_STOPPING = new Step.TellPause(Optional.of(PauseReason.STOPPING));
    private static final Step TELL_ON = new Step.TellPause(Optional.empty());

    @TempDir
    Path folder;

    private JobLife life = new JobLife(LIMITS, PATIENCE, at(0));

    @Test
    void running_onSuspend_standsStill_tells_andIsFrozen() {
        run();

        assertThat(life.on(at(5), new Happening.SuspendRequested()))
                .containsExactly(new Step.Pause(), TELL_STOPPING, new Step.Freeze());
        assertThat(life.isOver()).isFalse();
    }

    @Test
    void suspending_onTheGuestsLastWords_keepsThem_thenTheLifeIsOverWithoutAnEnd() {
        run();
        life.on(at(5), new Happening.SuspendRequested());

        assertThat(guest(5, new AgentEvent.Output(1, false, Blob.ofText("abc"))))
                .containsExactly(new Step.Keep(false, Blob.ofText("abc")));
        assertThat(suspended(6))
                .containsExactly(new Step.Suspend(
                        new LifeSnapshot(at(1), at(2), at(2), at(1), at(8), at(54), 3, false), "digest"));
        assertThat(life.isOver()).isTrue();
        assertThat(life.isSuspended()).isTrue();
        assertThat(life.on(at(7), new Happening.VmLost("gone"))).isEmpty();
    }

    @Test
    void suspending_onTheEndOfTheProgram_ends() {
        run();
        life.on(at(5), new Happening.SuspendRequested());

        JobEnd end = end(guest(5, exit(at(2))));

        assertThat(end.state()).isEqualTo(JobState.COMPLETED);
        assertThat(life.isSuspended()).isFalse();
    }

    @Test
    void suspending_onFailure_endsWithTheReason() {
        run();
        life.on(at(5), new Happening.SuspendRequested());

        JobEnd end = end(life.on(at(6), new Happening.SuspendFailed("the disk is full")));

        assertThat(end.cause()).isEqualTo(Cause.PROVIDER_FAILED);
        assertThat(end.message()).isEqualTo("the provider is stopping, and the disk is full");
        assertThat(end.outputTruncated()).isTrue();
    }

    @Test
    void suspending_onCancel_endsAtOnce() {
        run();
        life.on(at(5), new Happening.SuspendRequested());

        assertThat(end(life.on(at(6), new Happening.CancelRequested())).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void suspending_forTooLong_ends() {
        run();
        life.on(at(5), new Happening.SuspendRequested());

        assertThat(life.deadline()).isEqualTo(at(25));
        assertThat(end(life.tick(at(25))).message())
                .isEqualTo("the provider is stopping, and its VM could not be written to disk in time");
    }

    @Test
    void notRunning_onSuspend_ends() {
        life.on(at(1), new Happening.Allocated());

        assertThat(end(life.on(at(2), new Happening.SuspendRequested())).message())
                .isEqualTo("the provider is stopping");
    }

    @Test
    void restored_goesOn_withTheTimeThatWasLeft() {
        restart(at(20));

        assertThat(life.on(at(101), new Happening.VmRestored())).containsExactly(TELL_ON, new Step.Resume());
        life.on(at(102), new Happening.Renewed());
        assertThat(life.deadline()).isEqualTo(at(109));
        Usage usage = end(guest(103, exit(at(4)))).usage();
        assertThat(usage.queued()).isEqualTo(at(1));
        assertThat(usage.preparing()).isEqualTo(at(2));
        assertThat(usage.running()).isEqualTo(at(4));
        assertThat(usage.paused()).isEqualTo(at(1 + 20 + 1));
    }

    @Test
    void restored_countsTheLeaseWhileItWasDown() {
        restart(at(20));

        assertThat(life.deadline()).isEqualTo(at(100 + 54 - 20));
        assertThat(end(life.tick(at(134))).cause()).isEqualTo(Cause.LEASE_EXPIRED);
    }

    @Test
    void restored_countsOutputBefore() {
        restart(at(1));
        life.on(at(101), new Happening.VmRestored());

        List<Step> steps = guest(102, new AgentEvent.Output(2, false, Blob.ofText("12345678")));

        assertThat(steps).containsExactly(new Step.Keep(false, Blob.ofText("1234567")), new Step.Signal(9));
    }

    @Test
    void restoring_onLostVm_endsWithTheReason() {
        restart(at(1));

        JobEnd end = end(life.on(at(101), new Happening.VmLost("it has changed")));

        assertThat(end.cause()).isEqualTo(Cause.PROVIDER_FAILED);
        assertThat(end.message()).isEqualTo("the provider was stopped, and the job could not go on: it has changed");
        assertThat(end.outputTruncated()).isTrue();
    }

    @Test
    void restored_ofAJobThatItsOwnerHadPaused_standsStill() {
        run();
        life.on(at(4), new Happening.PauseRequested(PauseReason.OWNER));
        life.on(at(5), new Happening.SuspendRequested());
        Step.Suspend suspend = (Step.Suspend) suspended(6).getFirst();
        life = new JobLife(LIMITS, PATIENCE, at(100), suspend.snapshot());

        assertThat(life.on(at(101), new Happening.VmRestored()))
                .containsExactly(new Step.TellPause(Optional.of(PauseReason.OWNER)));
        assertThat(life.on(at(102), new Happening.ResumeRequested(Set.of(PauseReason.OWNER))))
                .containsExactly(TELL_ON, new Step.Resume());
    }

    @Test
    void file_isTheOwnersAlone_andIsTakenOnce() {
        SuspendedFiles files = new SuspendedFiles(folder);
        files.write(job());

        assertThat(folder.resolve("suspended.json"))
                .satisfies(file -> assertThat(Files.getPosixFilePermissions(file))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        assertThat(files.take()).contains(job());
        assertThat(files.take()).isEmpty();
    }

    @Test
    void file_thatIsDamaged_isRefusedAndTakenAway() throws Exception {
        SuspendedFiles files = new SuspendedFiles(folder);
        Files.writeString(folder.resolve("suspended.json"), "{\"v\": 1,");

        assertThatThrownBy(files::take).isInstanceOf(OmertaException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void file_ofAnotherVersion_isRefused() throws Exception {
        SuspendedFiles files = new SuspendedFiles(folder);
        files.write(job());
        Path file = folder.resolve("suspended.json");
        Files.writeString(file, Files.readString(file).replace("\"v\" : 1", "\"v\" : 2"));

        assertThatThrownBy(files::take).isInstanceOf(OmertaException.class).hasMessageContaining("only 1 is known");
    }

    @Test
    void lease_endsWhenTheDaemonWasDownForLonger_andAClockSetBackAddsNothing() {
        SuspendedJob job = job();
        Instant then = Instant.ofEpochMilli(job.suspendedAtMs());

        assertThat(job.hasLease(then.plusSeconds(53))).isTrue();
        assertThat(job.hasLease(then.plusSeconds(54))).isFalse();
        assertThat(job.life(then.minusSeconds(3600)).leaseLeft()).isEqualTo(at(54));
    }

    private static SuspendedJob job() {
        LifeSnapshot snapshot = new LifeSnapshot(at(1), at(2), at(2), at(1), at(8), at(54), 3, true);
        return new SuspendedJob(
                1,
                "digest",
                "sha256:" + "ab".repeat(32),
                0x0280_0000_0001L,
                7,
                1_790_000_000_000L,
                SuspendedJob.Life.of(snapshot),
                SuspendedJob.Limits.of(LIMITS),
                5,
                6,
                new GateCounts(1, 2, 3, 4, 5),
                new SuspendedJob.Server("192.0.2.7", 51_820));
    }

    private void run() {
        life.on(at(1), new Happening.Allocated());
        life.on(at(2), new Happening.VmReady(at(1)));
        guest(2, new AgentEvent.Configured());
        guest(3, new AgentEvent.Started());
    }

    /** The next life begins at second 100, whatever the time was before. */
    private void restart(Duration down) {
        run();
        life.on(at(5), new Happening.SuspendRequested());
        guest(5, new AgentEvent.Output(1, false, Blob.ofText("abc")));
        Step.Suspend suspend = (Step.Suspend) suspended(6).getFirst();
        life = new JobLife(LIMITS, PATIENCE, at(100), suspend.snapshot().after(down));
    }

    private List<Step> suspended(long second) {
        return life.on(at(second), new Happening.Suspended("digest"));
    }

    private List<Step> guest(long second, AgentEvent event) {
        return life.on(at(second), new Happening.FromGuest(event));
    }

    private static AgentEvent exit(Duration wall) {
        return new AgentEvent.Ended(new ProgramResult.ExitCode(0), wall, at(0), 5 << 20, false, false, false, false);
    }

    private static JobEnd end(List<Step> steps) {
        assertThat(steps).singleElement().isInstanceOf(Step.End.class);
        return ((Step.End) steps.getFirst()).end();
    }

    private static Duration at(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
