package io.omerta.consumer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobEvent;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.store.JobRecord;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Jobs that are submitted, run, and are followed. */
final class JobSubmissionsTest extends SubmittingTest {
    @Test
    void job_isSubmittedFollowedAndEnded() throws Exception {
        JobId id = submit();
        assertThat(provider.submitted.take().getJob().getScript().getLanguage()).isEqualTo("bash");
        provider.stateChanged(JobState.QUEUED);
        provider.stateChanged(JobState.PREPARING);
        provider.stateChanged(JobState.RUNNING);
        provider.output(bytes("hello\n"), false);
        provider.output(bytes("oops\n"), true);
        provider.exit(3);

        List<JobEvent> events = follow(id);
        assertThat(events).extracting(JobEvent::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(events.get(3)).isInstanceOfSatisfying(JobEvent.StateChanged.class, change -> {
            assertThat(change.state()).isEqualTo(JobState.RUNNING);
            assertThat(change.provider()).contains(provider.identity.peerId().text());
            assertThat(change.vmReady()).isEqualTo(Duration.ofMillis(7));
        });
        assertThat(text(events, false)).isEqualTo("hello\n");
        assertThat(text(events, true)).isEqualTo("oops\n");
        JobRecord record = awaitEnd(id);
        assertThat(record.state()).isEqualTo(JobState.COMPLETED);
        assertThat(record.end().orElseThrow().result()).contains(new ProgramResult.ExitCode(3));
        assertThat(record.provider()).contains(provider.identity.peerId());
        assertThat(record.attempt()).isEqualTo(1);
        assertThat(record.startedAt()).isPresent();
        assertThat(record.considered())
                .containsExactly(provider.identity.peerId().name() + ": took the job");
        await().untilAsserted(() -> assertThat(provider.acknowledged).hasValue(6));
        await().until(() -> submissions.active() == 0);
        assertThat(submissions.cancel(id)).isFalse();
        assertThat(follow(id)).isEqualTo(events);
    }

    @Test
    void submit_isWrittenDownBeforeItReturns() {
        JobId id = submit();
        JobRecord record = store.requested().find(id).orElseThrow();
        assertThat(record.what()).isEqualTo("bash");
        assertThat(record.networkName()).isEqualTo("Team");
        assertThat(store.requested().spec(id)).isPresent();
        assertThat(home.jobEvents(id)).isNotEmptyFile();
    }

    @Test
    void lease_isRenewedWhileTheJobRuns() throws Exception {
        JobId id = submit();
        provider.stateChanged(JobState.RUNNING);
        await().until(() -> provider.renewals.get() > 5);
        provider.exit(0);
        assertThat(awaitEnd(id).state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void follower_ofAJobWhoseLogIsGone_isToldTheEnd() throws Exception {
        JobId id = submit();
        provider.exit(7);
        JobEnd end = awaitEnd(id).end().orElseThrow();
        await().until(() -> submissions.active() == 0);
        Files.delete(home.jobEvents(id));
        assertThat(ended(follow(id))).isEqualTo(end);
    }

    @Test
    void follow_ofUnknownJob_isRefused() {
        assertThatThrownBy(() -> submissions.follow(JobId.random(new Random()), 1, false))
                .isInstanceOfSatisfying(
                        OmertaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void follow_fromTheMiddle_startsThere() throws Exception {
        JobId id = submit();
        provider.output(bytes("a"), false);
        provider.output(bytes("b"), false);
        provider.exit(0);
        awaitEnd(id);
        try (JobFollower follower = submissions.follow(id, 3, false)) {
            List<JobEvent> events = rest(follower);
            assertThat(events).extracting(JobEvent::sequence).containsExactly(3L, 4L);
            assertThat(text(events, false)).isEqualTo("b");
        }
        try (JobFollower follower = submissions.follow(id, 99, false)) {
            assertThat(rest(follower)).isEmpty();
        }
    }
}
