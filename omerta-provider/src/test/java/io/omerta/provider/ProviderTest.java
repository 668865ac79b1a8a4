package io.omerta.provider;

import static io.omerta.proto.job.JobState.JOB_STATE_CANCELLED;
import static io.omerta.proto.job.JobState.JOB_STATE_COMPLETED;
import static io.omerta.proto.job.JobState.JOB_STATE_FAILED;
import static io.omerta.proto.job.JobState.JOB_STATE_PREPARING;
import static io.omerta.proto.job.JobState.JOB_STATE_QUEUED;
import static io.omerta.proto.job.JobState.JOB_STATE_RUNNING;
import static io.omerta.proto.job.JobState.JOB_STATE_TIMED_OUT;
import static io.omerta.provider.TestRequester.bash;
import static io.omerta.provider.TestRequester.command;
import static io.omerta.provider.TestRequester.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.proto.agent.Ended;
import io.omerta.proto.agent.Run;
import io.omerta.proto.job.Cause;
import io.omerta.proto.job.JobEnd;
import io.omerta.proto.job.JobEvent;
import io.omerta.proto.job.ProgramFile;
import io.omerta.provider.execution.Patience;
import io.omerta.vm.standin.GuestScript;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProviderTest extends LendingTest {
    private static final Duration LONG = TestProvider.LONG;
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void onScript_tellsEveryStateTheOutputAndTheEnd() throws Exception {
        start(GuestScript.printing("Hello from Omerta!\n", 3));

        JobId job = requester.accepted(bash());
        List<JobEvent> events = requester.events(job);

        assertThat(events).extracting(JobEvent::getSequence).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(events.subList(0, 3))
                .extracting(event -> event.getStateChanged().getState())
                .containsExactly(JOB_STATE_QUEUED, JOB_STATE_PREPARING, JOB_STATE_RUNNING);
        assertThat(events.getFirst().getStateChanged().getProviderPeerId())
                .isEqualTo(provider.id().text());
        assertThat(events.get(3).getOutput().getData().toStringUtf8()).isEqualTo("Hello from Omerta!\n");
        JobEnd end = events.getLast().getEnded();
        assertThat(end.getState()).isEqualTo(JOB_STATE_COMPLETED);
        assertThat(end.getExitCode()).isEqualTo(3);
        assertThat(end.getMessage()).isEmpty();
        assertThat(end.getUsage().getOutputBytes()).isEqualTo(19);
        assertThat(end.getUsage().getPeakMemoryBytes()).isEqualTo(1 << 20);
        assertThat(provider.store.lent().find(job).orElseThrow().state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void onScript_runsItWithTheLanguagesInterpreter() throws Exception {
        CompletableFuture<Run> told = new CompletableFuture<>();
        start(guest -> {
            told.complete(guest.bootAndStart());
            guest.exit(0);
            guest.awaitPowerOff();
        });

        requester.end(requester.accepted(script("python", "print(1)").addEnvironment("A=b")));

        Run run = told.get();
        assertThat(run.getArgvList()).containsExactly("/usr/bin/python3", "/job/script");
        assertThat(run.getEnvironmentList()).containsExactly("A=b");
        assertThat(run.getFilesList()).singleElement().satisfies(file -> {
            assertThat(file.getName()).isEqualTo("script");
            assertThat(file.getData().toStringUtf8()).isEqualTo("print(1)");
        });
        assertThat(run.getMemoryLimitBytes()).isEqualTo(64 << 20);
        assertThat(run.getDiskLimitBytes()).isEqualTo(1L << 30);
        assertThat(run.getProcessLimit()).isEqualTo(64);
    }

    @Test
    void onCommandLine_runsItAsItIs() throws Exception {
        CompletableFuture<Run> told = new CompletableFuture<>();
        start(guest -> {
            told.complete(guest.bootAndStart());
            guest.exit(0);
            guest.awaitPowerOff();
        });
        var job = command("./leak", "-x");
        job.getCommandLineBuilder()
                .addFiles(ProgramFile.newBuilder()
                        .setName("leak")
                        .setData(ByteString.copyFromUtf8("ELF"))
                        .setMode(0755));

        requester.end(requester.accepted(job));

        assertThat(told.get().getArgvList()).containsExactly("./leak", "-x");
        assertThat(told.get().getFiles(0).getMode()).isEqualTo(0755);
    }

    @Test
    void onBinaryOutput_keepsEveryByteOfBothStreamsInOrder() throws Exception {
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        start(guest -> {
            guest.bootAndStart();
            guest.output(false, noise);
            guest.printError("oops");
            guest.print("end");
            guest.exit(0);
            guest.awaitPowerOff();
        });

        List<JobEvent> events = requester.events(requester.accepted(bash()));

        ByteString stdout = ByteString.EMPTY;
        for (JobEvent event : events) {
            if (event.hasOutput() && !event.getOutput().getStandardError()) {
                stdout = stdout.concat(event.getOutput().getData());
            }
        }
        assertThat(stdout).isEqualTo(ByteString.copyFrom(noise).concat(ByteString.copyFromUtf8("end")));
        JobEvent error = events.get(events.size() - 3);
        assertThat(error.getOutput().getStandardError()).isTrue();
        assertThat(error.getOutput().getData().toStringUtf8()).isEqualTo("oops");
    }

    @Test
    void running_onCancel_terminatesTheProgram() throws Exception {
        start(GuestScript.waitingForSignal());
        JobId job = requester.accepted(bash());
        requester.awaitState(job, JOB_STATE_RUNNING);

        assertThat(requester.cancel(job)).isTrue();

        JobEnd end = requester.end(job);
        assertThat(end.getState()).isEqualTo(JOB_STATE_CANCELLED);
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
        JobId job = requester.accepted(bash());
        requester.awaitState(job, JOB_STATE_RUNNING);

        requester.cancel(job);

        JobEnd end = requester.end(job);
        assertThat(end.getState()).isEqualTo(JOB_STATE_CANCELLED);
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
        JobId job = requester.accepted(bash());
        requester.awaitState(job, JOB_STATE_RUNNING);

        requester.cancel(job);

        JobEnd end = requester.end(job);
        assertThat(end.getState()).isEqualTo(JOB_STATE_CANCELLED);
        assertThat(end.getOutputTruncated()).isTrue();
    }

    @Test
    void preparing_onCancel_endsAtOnce() throws Exception {
        start(GuestScript.silent());
        JobId job = requester.accepted(bash());
        requester.awaitState(job, JOB_STATE_PREPARING);

        requester.cancel(job);

        assertThat(requester.end(job).getState()).isEqualTo(JOB_STATE_CANCELLED);
    }

    @Test
    void withoutHypervisorYet_onCancel_endsAtOnce() throws Exception {
        start(TestProvider.in(folder).withHypervisor(new CompletableFuture<>()));
        JobId job = requester.accepted(bash());
        requester.awaitState(job, JOB_STATE_PREPARING);

        requester.cancel(job);

        assertThat(requester.end(job).getState()).isEqualTo(JOB_STATE_CANCELLED);
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
    void onFloodOfOutput_slowsTheGuestDownAndLosesNothing() throws Exception {
        start(guest -> {
            guest.bootAndStart();
            for (int i = 0; i < 20_000; i++) {
                guest.print("line " + i + "\n");
            }
            guest.exit(0);
            guest.awaitPowerOff();
        });

        List<JobEvent> events = requester.events(requester.accepted(bash()));

        assertThat(events).hasSize(3 + 20_000 + 1);
        assertThat(events.get(20_002).getOutput().getData().toStringUtf8()).isEqualTo("line 19999\n");
    }

    @Test
    void running_onClose_tellsTheRequester() throws Exception {
        start(GuestScript.waitingForSignal());
        JobId job = requester.accepted(bash());
        requester.awaitState(job, JOB_STATE_RUNNING);
        var events = requester.follow(job, 4);

        provider.provider().close();

        JobEnd end = events.next().getEnded();
        assertThat(end.getState()).isEqualTo(JOB_STATE_FAILED);
        assertThat(end.getCause()).isEqualTo(Cause.CAUSE_PROVIDER_FAILED);
        assertThat(end.getMessage()).isEqualTo("the provider is stopping");
    }

    @Test
    void ended_onAcknowledgement_isDeleted() throws Exception {
        start(GuestScript.printing("", 0));
        JobId job = requester.accepted(bash());
        long last = requester.events(job).getLast().getSequence();
        assertThat(requester.renew(job, last - 1)).isTrue();
        assertThat(provider.home.lentJob(job)).exists();

        assertThat(requester.renew(job, last)).isTrue();

        await().untilAsserted(() -> assertThat(provider.home.lentJob(job)).doesNotExist());
        assertThat(requester.renew(job, last)).isFalse();
        assertThat(provider.home.lent()).isEmptyDirectory();
    }
}
