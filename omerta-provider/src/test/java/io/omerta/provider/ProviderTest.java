package io.omerta.provider;

import static io.omerta.proto.job.JobState.JOB_STATE_COMPLETED;
import static io.omerta.proto.job.JobState.JOB_STATE_PREPARING;
import static io.omerta.proto.job.JobState.JOB_STATE_QUEUED;
import static io.omerta.proto.job.JobState.JOB_STATE_RUNNING;
import static io.omerta.provider.TestRequester.bash;
import static io.omerta.provider.TestRequester.command;
import static io.omerta.provider.TestRequester.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.proto.agent.Run;
import io.omerta.proto.job.JobEnd;
import io.omerta.proto.job.JobEvent;
import io.omerta.proto.job.ProgramFile;
import io.omerta.vm.standin.GuestScript;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Jobs that run to their program's end. */
class ProviderTest extends LendingTest {
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
