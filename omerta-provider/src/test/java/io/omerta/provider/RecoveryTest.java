package io.omerta.provider;

import static io.omerta.proto.job.JobState.JOB_STATE_COMPLETED;
import static io.omerta.proto.job.JobState.JOB_STATE_FAILED;
import static io.omerta.provider.TestRequester.bash;
import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.Blob;
import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEvent;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.Resources;
import io.omerta.core.job.Usage;
import io.omerta.core.store.EventLog;
import io.omerta.core.store.LentJobRecord;
import io.omerta.network.message.JobEventMessages;
import io.omerta.proto.job.JobEnd;
import io.omerta.vm.standin.GuestScript;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a start of the daemon finds after a crash of the one before. */
class RecoveryTest extends LendingTest {
    private static final JobId ID = new JobId(5, 5);

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Test
    void runningJob_isFailed_andItsRequesterLearnsIt() throws Exception {
        prepare();
        writeDown(JobState.RUNNING);
        writeEvents(1);
        provider.start();

        List<io.omerta.proto.job.JobEvent> events = requester.events(ID);

        assertThat(events).hasSize(2);
        JobEnd end = events.getLast().getEnded();
        assertThat(events.getLast().getSequence()).isEqualTo(2);
        assertThat(end.getState()).isEqualTo(JOB_STATE_FAILED);
        assertThat(end.getCause()).isEqualTo(io.omerta.proto.job.Cause.CAUSE_PROVIDER_FAILED);
        assertThat(end.getMessage()).isEqualTo("the provider was stopped");
        assertThat(end.getOutputTruncated()).isTrue();
        assertThat(provider.store.lent().find(ID).orElseThrow().state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void acceptedJob_withoutALog_isFailed() throws Exception {
        prepare();
        writeDown(JobState.QUEUED);
        provider.start();

        JobEnd end = requester.end(ID);

        assertThat(end.getState()).isEqualTo(JOB_STATE_FAILED);
        assertThat(end.getOutputTruncated()).isFalse();
    }

    @Test
    void jobWhoseEndWasNotTold_isTold() throws Exception {
        prepare();
        writeDown(JobState.RUNNING);
        writeEvents(3);
        provider.store.lent().end(ID, completed(), now);
        provider.start();

        assertThat(requester.end(ID).getState()).isEqualTo(JOB_STATE_COMPLETED);
        assertThat(requester.events(ID)).hasSize(4);
    }

    @Test
    void toldJob_isNotToldTwice() throws Exception {
        prepare();
        writeDown(JobState.RUNNING);
        writeEvents(1);
        provider.start();
        requester.end(ID);
        provider.stop();
        provider.start();

        assertThat(requester.events(ID)).hasSize(2);
    }

    @Test
    void foldersWithoutAJob_areDeleted_andOtherNamesLeftAlone() throws Exception {
        prepare();
        Files.createDirectories(provider.home.lentJob(new JobId(6, 6)));
        Files.createDirectories(provider.home.lent().resolve("mine"));
        provider.start();

        assertThat(provider.home.lentJob(new JobId(6, 6))).doesNotExist();
        assertThat(provider.home.lent().resolve("mine")).exists();
    }

    @Test
    void jobThatEndedLongAgo_isDeleted() throws Exception {
        prepare();
        writeDown(JobState.RUNNING);
        writeEvents(1);
        provider.store.lent().end(ID, completed(), now.minus(Duration.ofDays(2)));
        provider.start();

        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(provider.home.lentJob(ID)).doesNotExist());
        assertThat(requester.renew(ID, 0)).isFalse();
    }

    @Test
    void damagedLog_isLeftAlone_andLendingGoesOn() throws Exception {
        prepare();
        writeDown(JobState.RUNNING);
        Files.createDirectories(provider.home.lentJob(ID));
        Files.writeString(provider.home.lentJobEvents(ID), "something else entirely");
        provider.start();

        assertThat(requester.renew(ID, 0)).isFalse();
        assertThat(provider.home.lentJobEvents(ID)).hasContent("something else entirely");
        assertThat(requester.end(requester.accepted(bash())).getState()).isEqualTo(JOB_STATE_COMPLETED);
    }

    private void prepare() throws Exception {
        provider = TestProvider.in(folder).withGuests(GuestScript.printing("", 0));
        requester = provider.requester();
    }

    private void writeDown(JobState state) {
        LentJobRecord record = LentJobRecord.accepted(
                ID, 1, provider.network.id(), requester.id(), "bash", "", new Resources(1, 64 << 20, 1L << 30), now);
        provider.store.lent().accept(record, Blob.ofText(""));
        provider.store.lent().changeState(ID, state, now);
    }

    private void writeEvents(int count) throws Exception {
        Files.createDirectories(provider.home.lentJob(ID));
        try (EventLog log = EventLog.open(provider.home.lentJobEvents(ID))) {
            for (int i = 1; i <= count; i++) {
                log.append(JobEventMessages.toProto(new JobEvent.Output(i, now, false, Blob.ofText("x")))
                        .toByteArray());
            }
        }
    }

    private static io.omerta.core.job.JobEnd completed() {
        return new io.omerta.core.job.JobEnd(
                JobState.COMPLETED,
                Optional.of(new ProgramResult.ExitCode(0)),
                Cause.PROGRAM_ENDED,
                "",
                "",
                Usage.NOTHING,
                Optional.empty(),
                false);
    }
}
