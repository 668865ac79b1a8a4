package io.omerta.provider;

import static io.omerta.proto.job.JobState.JOB_STATE_CANCELLED;
import static io.omerta.proto.job.JobState.JOB_STATE_FAILED;
import static io.omerta.proto.job.JobState.JOB_STATE_PREPARING;
import static io.omerta.proto.job.JobState.JOB_STATE_RUNNING;
import static io.omerta.proto.job.JobState.JOB_STATE_TIMED_OUT;
import static io.omerta.provider.TestRequester.bash;
import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobId;
import io.omerta.proto.agent.Ended;
import io.omerta.proto.job.Cause;
import io.omerta.proto.job.JobEnd;
import io.omerta.proto.job.JobEvent;
import io.omerta.proto.job.JobState;
import io.omerta.provider.execution.Patience;
import io.omerta.vm.standin.GuestScript;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Jobs that end otherwise: by a cancel, a limit, silence, or a guest that fails or lies. */
class ProviderEndingTest extends LendingTest {
    private static final Duration LONG = TestProvider.LONG;
    private static final Duration SHORT = Duration.ofMillis(300);

    /** Of a job that is cancelled when it is in that state. */
    private JobEnd endOfCancelled(JobState state) {
        JobId job = requester.accepted(bash());
        requester.awaitState(job, state);
        assertThat(requester.cancel(job)).isTrue();
        JobEnd end = requester.end(job);
        assertThat(end.getState()).isEqualTo(JOB_STATE_CANCELLED);
        return end;
    }

    @Test
    void running_onCancel_terminatesTheProgram() throws Exception {
        start(GuestScript.waitingForSignal());

        JobEnd end = endOfCancelled(JOB_STATE_RUNNING);

        assertThat(end.getCause()).isEqualTo(Cause.CAUSE_CANCELLED);
        assertThat(end.getSignal()).isEqualTo(15);
    }

    @Test
    void running_onCancelThatTheProgramIgnores_killsIt() throws Exception {
        start(TestProvider.in(folder)
                .withPatience(new Patience(LONG, LONG, LONG, SHORT, LONG))
                .withGuests(guest -> {
                    guest.bootAndStart();
                    while (guest.awaitSignal() != 9) {
                        guest.print("no");
                    }
                    guest.endBySignal(9);
                    guest.awaitPowerOff();
                }));

        JobEnd end = endOfCancelled(JOB_STATE_RUNNING);

        assertThat(end.getSignal()).isEqualTo(9);
    }

    @Test
    void running_onCancelThatTheAgentIgnores_endsAllTheSame() throws Exception {
        start(TestProvider.in(folder)
                .withPatience(new Patience(LONG, LONG, LONG, SHORT, SHORT))
                .withGuests(guest -> {
                    guest.bootAndStart();
                    guest.awaitPowerOff();
                }));

        JobEnd end = endOfCancelled(JOB_STATE_RUNNING);

        assertThat(end.getOutputTruncated()).isTrue();
    }

    @Test
    void preparing_onCancel_endsAtOnce() throws Exception {
        start(GuestScript.silent());

        assertThat(endOfCancelled(JOB_STATE_PREPARING).hasExitCode()).isFalse();
    }

    @Test
    void withoutHypervisorYet_onCancel_endsAtOnce() throws Exception {
        start(TestProvider.in(folder).withHypervisor(new CompletableFuture<>()));

        assertThat(endOfCancelled(JOB_STATE_PREPARING).hasExitCode()).isFalse();
    }

    @Test
    void withoutHypervisor_onJob_failsWithTheReason() throws Exception {
        start(TestProvider.in(folder)
                .withHypervisor(CompletableFuture.failedFuture(
                        new OmertaException(ErrorCode.MISSING_PREREQUISITE, "could not find QEMU", ""))));

        JobEnd end = requester.end(requester.accepted(bash()));

        assertThat(end.getState()).isEqualTo(JOB_STATE_FAILED);
        assertThat(end.getCause()).isEqualTo(Cause.CAUSE_VM_FAILED);
        assertThat(end.getMessage()).isEqualTo("could not find QEMU");
    }

    @Test
    void running_onSilentRequester_endsWithTheLease() throws Exception {
        start(TestProvider.in(folder)
                .withPatience(new Patience(Duration.ofSeconds(2), LONG, LONG, LONG, LONG))
                .withGuests(GuestScript.waitingForSignal()));
        JobId job = requester.accepted(bash());

        JobEnd end = requester.end(job);

        assertThat(end.getState()).isEqualTo(JOB_STATE_FAILED);
        assertThat(end.getCause()).isEqualTo(Cause.CAUSE_LEASE_EXPIRED);
        assertThat(end.getMessage()).isEqualTo("the requester was silent for 2 s");
    }

    @Test
    void running_onTimeLimit_terminatesTheProgram() throws Exception {
        start(GuestScript.waitingForSignal());

        JobEnd end = requester.end(requester.accepted(bash().setTimeLimitMs(200)));

        assertThat(end.getState()).isEqualTo(JOB_STATE_TIMED_OUT);
        assertThat(end.getCause()).isEqualTo(Cause.CAUSE_TIME_LIMIT);
        assertThat(end.getMessage()).isEqualTo("time limit of 0.2 s reached");
        assertThat(end.getUsage().getRunningMs()).isGreaterThanOrEqualTo(200);
    }

    @Test
    void running_onOutputLimit_cutsExactlyThere() throws Exception {
        start(guest -> {
            guest.bootAndStart();
            guest.output(false, new byte[100_000]);
            guest.endBySignal(guest.awaitSignal());
            guest.awaitPowerOff();
        });

        JobId job = requester.accepted(bash().setOutputLimitBytes(70_000));
        List<JobEvent> events = requester.events(job);

        assertThat(events.stream()
                        .mapToInt(event -> event.getOutput().getData().size())
                        .sum())
                .isEqualTo(70_000);
        JobEnd end = events.getLast().getEnded();
        assertThat(end.getState()).isEqualTo(JOB_STATE_FAILED);
        assertThat(end.getCause()).isEqualTo(Cause.CAUSE_OUTPUT_LIMIT);
        assertThat(end.getOutputTruncated()).isTrue();
        assertThat(end.getUsage().getOutputBytes()).isEqualTo(70_000);
    }

    @Test
    void running_onOutOfMemory_saysSo() throws Exception {
        start(guest -> {
            guest.bootAndStart();
            guest.ended(Ended.newBuilder().setSignal(9).setOutOfMemory(true).setPeakMemoryBytes(64 << 20));
            guest.awaitPowerOff();
        });

        JobEnd end = requester.end(requester.accepted(bash()));

        assertThat(end.getCause()).isEqualTo(Cause.CAUSE_OUT_OF_MEMORY);
        assertThat(end.getMessage()).isEqualTo("out of memory (limit 64 MB, peak 64 MB)");
        assertThat(end.getSignal()).isEqualTo(9);
    }

    @Test
    void running_onPowerOffByTheGuest_failsAndKeepsTheOutput() throws Exception {
        start(guest -> {
            guest.bootAndStart();
            guest.print("so far");
        });

        List<JobEvent> events = requester.events(requester.accepted(bash()));

        assertThat(events.get(3).getOutput().getData().toStringUtf8()).isEqualTo("so far");
        JobEnd end = events.getLast().getEnded();
        assertThat(end.getCause()).isEqualTo(Cause.CAUSE_VM_FAILED);
        assertThat(end.getMessage()).isEqualTo("the guest powered off");
        assertThat(end.getOutputTruncated()).isTrue();
    }

    @Test
    void running_onCrash_saysSo() throws Exception {
        start(guest -> {
            guest.bootAndStart();
            throw new IllegalStateException("triple fault");
        });

        assertThat(requester.end(requester.accepted(bash())).getMessage())
                .startsWith("the virtual machine crashed (status 1)");
    }

    @Test
    void booting_onSilentGuest_fails() throws Exception {
        start(TestProvider.in(folder)
                .withPatience(new Patience(LONG, SHORT, LONG, LONG, LONG))
                .withGuests(GuestScript.silent()));

        JobEnd end = requester.end(requester.accepted(bash()));

        assertThat(end.getState()).isEqualTo(JOB_STATE_FAILED);
        assertThat(end.getCause()).isEqualTo(Cause.CAUSE_VM_FAILED);
    }

    @Test
    void configuring_onSilentAgent_fails() throws Exception {
        start(TestProvider.in(folder)
                .withPatience(new Patience(LONG, LONG, SHORT, LONG, LONG))
                .withGuests(guest -> {
                    guest.ready();
                    guest.awaitPowerOff();
                }));

        assertThat(requester.end(requester.accepted(bash())).getMessage()).isEqualTo("the VM went silent");
    }

    @Test
    void onHostileAgent_failsWithoutHarm() throws Exception {
        byte[][] lies = {{-1, -1, -1, -1}, {0, 0, 0, 0}, {0, 0, 0, 3, 9, 9, 9}, {0, 4, 0, 1, 0}, {0, 0, 0, 2, 0x1a, 0}};
        start(GuestScript.silent());
        for (byte[] lie : lies) {
            JobId job = JobId.random(new Random(lie.length + lie[0]));
            provider.withGuest(job, guest -> {
                guest.ready();
                guest.awaitConfigure();
                guest.sendRawToAgentChannel(lie);
                guest.awaitPowerOff();
            });
            requester.submit(job, bash());

            JobEnd end = requester.end(job);

            assertThat(end.getState()).isEqualTo(JOB_STATE_FAILED);
            assertThat(end.getCause()).isEqualTo(Cause.CAUSE_VM_FAILED);
        }
    }

    @Test
    void running_onClose_tellsTheRequester() throws Exception {
        start(GuestScript.waitingForSignal());
        JobId job = requester.accepted(bash());
        requester.awaitState(job, JOB_STATE_RUNNING);
        var events = requester.follow(job, 3);
        assertThat(events.next().getStateChanged().getState()).isEqualTo(JOB_STATE_RUNNING);

        provider.provider().close();

        JobEnd end = events.next().getEnded();
        assertThat(end.getState()).isEqualTo(JOB_STATE_FAILED);
        assertThat(end.getCause()).isEqualTo(Cause.CAUSE_PROVIDER_FAILED);
        assertThat(end.getMessage()).isEqualTo("the provider is stopping");
    }
}
