package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import io.omerta.core.job.ProgramResult;
import io.omerta.vm.agent.AgentEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What ends a job before its program has ended: a cancel, silence, a rogue connection, a failure. */
final class JobLifeEndingTest extends LifeTest {
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
    void running_onFailedDisk_blamesTheProvider() {
        run();

        JobEnd end = end(guest(
                5, new AgentEvent.Ended(new ProgramResult.Signal(9), at(1), at(1), 5 << 20, false, false, true, true)));

        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.cause()).isEqualTo(Cause.PROVIDER_FAILED);
        assertThat(end.message()).startsWith("the provider could not keep what the job wrote to its disk");
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
}
