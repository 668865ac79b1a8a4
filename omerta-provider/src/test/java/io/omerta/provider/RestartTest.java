package io.omerta.provider;

import static io.omerta.proto.job.JobState.JOB_STATE_COMPLETED;
import static io.omerta.proto.job.JobState.JOB_STATE_FAILED;
import static io.omerta.proto.job.JobState.JOB_STATE_RUNNING;
import static io.omerta.provider.TestRequester.bash;
import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.JobId;
import io.omerta.proto.job.JobEnd;
import io.omerta.proto.job.JobEvent;
import io.omerta.vm.standin.GuestScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The daemon is stopped while a job runs, and started again. */
class RestartTest extends LendingTest {
    @Test
    void runningJob_goesOn_andItsEventsHaveNoGap() throws Exception {
        start(TestProvider.in(folder).withCheckpointOnStop().withGuests(talkingBeforeAndAfter()));
        JobId job = requester.accepted(bash());
        awaitOutput(requester.follow(job, 1));

        provider.stop();
        assertThat(provider.hypervisor.open()).isZero();
        assertThat(provider.hypervisor.frozen()).isEqualTo(1);
        assertThat(permissions(job, "suspended.json")).isEqualTo("rw-------");
        assertThat(permissions(job, "machine")).isEqualTo("rwx------");
        provider.start();

        List<JobEvent> events = requester.events(job);
        assertThat(events.stream().map(JobEvent::getSequence).toList())
                .isEqualTo(java.util.stream.LongStream.rangeClosed(1, events.size())
                        .boxed()
                        .toList());
        assertThat(output(events)).isEqualTo("before after");
        assertThat(events.stream().filter(event -> event.getStateChanged().getPaused()))
                .singleElement()
                .satisfies(event -> assertThat(event.getStateChanged().getDetail())
                        .isEqualTo("paused while omertad on its machine restarts"));
        JobEnd end = events.getLast().getEnded();
        assertThat(end.getState()).isEqualTo(JOB_STATE_COMPLETED);
        assertThat(end.getUsage().getPausedMs()).isPositive();
        Awaitility.await().until(() -> provider.provider().running() == 0);
        assertThat(provider.home.lentJob(job).resolve("machine")).doesNotExist();
        assertThat(provider.home.lentJob(job).resolve("suspended.json")).doesNotExist();
    }

    @Test
    void runningJob_isSuspendedTwice_andGoesOn() throws Exception {
        start(TestProvider.in(folder).withCheckpointOnStop().withGuests(GuestScript.waitingForSignal()));
        JobId job = requester.accepted(bash());
        awaitRunning(requester.follow(job, 1));

        for (int i = 0; i < 2; i++) {
            provider.stop();
            provider.start();
            Awaitility.await()
                    .until(() -> provider.provider()
                            .standstill(job)
                            .map(still -> still.why().isEmpty())
                            .orElse(false));
        }

        requester.cancel(job);
        assertThat(requester.end(job).getSignal()).isEqualTo(15);
    }

    @Test
    void leaseThatRanOutMeanwhile_endsTheJobWithThatReason() throws Exception {
        start(TestProvider.in(folder).withCheckpointOnStop().withGuests(GuestScript.waitingForSignal()));
        JobId job = requester.accepted(bash());
        awaitRunning(requester.follow(job, 1));

        provider.stop();
        Path file = provider.home.lentJob(job).resolve("suspended.json");
        assertThat(file).exists();
        provider.putClockForward(TestProvider.PATIENT.lease());
        provider.start();

        JobEnd end = requester.end(job);
        assertThat(end.getState()).isEqualTo(JOB_STATE_FAILED);
        assertThat(end.getMessage())
                .isEqualTo("the provider was stopped, and the job could not go on:"
                        + " it was stopped for longer than the requester waits");
        assertThat(file).doesNotExist();
        assertThat(file.resolveSibling("machine")).doesNotExist();
    }

    /** Several times: it ends while the provider still starts, or a little later. */
    @RepeatedTest(10)
    void damagedMachine_endsTheJobWithThatReason() throws Exception {
        start(TestProvider.in(folder).withCheckpointOnStop().withGuests(GuestScript.waitingForSignal()));
        JobId job = requester.accepted(bash());
        awaitRunning(requester.follow(job, 1));

        provider.stop();
        Files.writeString(provider.home.lentJob(job).resolve("machine/stand-in"), "another");
        provider.start();

        JobEnd end = requester.end(job);
        assertThat(end.getMessage()).startsWith("the provider was stopped, and the job could not go on: ");
        assertThat(end.getOutputTruncated()).isTrue();
    }

    @Test
    void copyOfWhatWasSuspended_doesNotGoOnTwice() throws Exception {
        start(TestProvider.in(folder).withCheckpointOnStop().withGuests(GuestScript.waitingForSignal()));
        JobId job = requester.accepted(bash());
        awaitRunning(requester.follow(job, 1));
        provider.stop();
        Path file = provider.home.lentJob(job).resolve("suspended.json");
        byte[] copy = Files.readAllBytes(file);
        provider.start();
        Awaitility.await()
                .until(() -> provider.provider()
                        .standstill(job)
                        .map(still -> still.why().isEmpty())
                        .orElse(false));

        provider.stop();
        Files.write(file, copy);
        provider.start();

        assertThat(requester.end(job).getMessage()).endsWith("it has gone on before");
    }

    @Test
    void jobThatDoesNotRunYet_ends() throws Exception {
        start(TestProvider.in(folder).withCheckpointOnStop().withGuests(GuestScript.silent()));
        JobId job = requester.accepted(bash());

        provider.stop();
        provider.start();

        assertThat(requester.end(job).getMessage()).isEqualTo("the provider is stopping");
    }

    private static GuestScript talkingBeforeAndAfter() {
        return guest -> {
            guest.bootAndStart();
            guest.print("before ");
            guest.hear();
            guest.print("after");
            guest.exit(0);
            guest.awaitPowerOff();
        };
    }

    private String permissions(JobId job, String name) throws Exception {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(provider.home.lentJob(job).resolve(name)));
    }

    private static String output(List<JobEvent> events) {
        return events.stream()
                .map(event -> event.getOutput().getData().toStringUtf8())
                .collect(Collectors.joining());
    }

    private static void awaitOutput(Iterator<JobEvent> events) {
        while (!events.next().hasOutput()) {
            // Before it come states.
        }
    }

    private static void awaitRunning(Iterator<JobEvent> events) {
        while (events.next().getStateChanged().getState() != JOB_STATE_RUNNING) {
            // Before it come others.
        }
    }
}
