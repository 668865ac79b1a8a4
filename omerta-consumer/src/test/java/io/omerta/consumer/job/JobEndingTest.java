package io.omerta.consumer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.omerta.consumer.policy.VpnPolicy;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.Blob;
import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.store.JobRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Jobs that are ended here: by a cancel, by nobody who follows, by the end of the daemon. */
final class JobEndingTest extends SubmittingTest {
    @Test
    void cancel_isPassedOn() throws Exception {
        // Who is cancelled here has time enough to say how it ended.
        submissions.close();
        submissions = start(JobTimings.STANDARD);
        JobId id = submit();
        provider.stateChanged(JobState.RUNNING);
        provider.submitted.take();
        await().until(() -> store.requested().find(id).orElseThrow().state() == JobState.RUNNING);
        assertThat(submissions.cancel(id)).isTrue();
        assertThat(provider.cancelled.take().getAttempt()).isEqualTo(1);
        JobEnd end = awaitEnd(id).end().orElseThrow();
        assertThat(end.state()).isEqualTo(JobState.CANCELLED);
        assertThat(end.message()).isEqualTo("the job was cancelled");
        assertThat(end.result()).contains(new ProgramResult.Signal(15));
    }

    @Test
    void cancel_withoutTheProvidersWord_endsHere() {
        provider.deafToCancels();
        JobId id = submit();
        await().until(() -> provider.follows.get() > 0);
        submissions.cancel(id);
        assertThat(awaitEnd(id).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void cancel_whileTheProviderIsAsked_endsAtOnce() throws Exception {
        provider.silent();
        JobId id = submit();
        provider.submitted.take();
        submissions.cancel(id);
        assertThat(awaitEnd(id).state()).isEqualTo(JobState.CANCELLED);
        assertThat(provider.cancelled.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void foregroundJob_thatNobodyFollows_isCancelled() throws Exception {
        JobId id = submissions.submit(SPEC, network, VpnPolicy.NOTHING, false);
        try (JobFollower follower = submissions.follow(id, 1, true)) {
            assertThat(follower.next(Duration.ofSeconds(5))).isPresent();
            provider.stateChanged(JobState.RUNNING);
            await().during(SHORT.abandonment().plusMillis(300)).until(() -> provider.cancelled.isEmpty());
        }
        JobEnd end = awaitEnd(id).end().orElseThrow();
        assertThat(end.state()).isEqualTo(JobState.CANCELLED);
        assertThat(end.message()).startsWith("the job was cancelled: nobody followed it for ");
    }

    @Test
    void close_endsJobsHereAndThere() throws Exception {
        provider.deafToCancels();
        JobId id = submit();
        provider.stateChanged(JobState.RUNNING);
        await().until(() -> store.requested().find(id).orElseThrow().state() == JobState.RUNNING);
        JobFollower follower = submissions.follow(id, 1, false);
        closed.add(follower);
        submissions.close();
        assertThat(provider.cancelled.poll(20, TimeUnit.SECONDS)).isNotNull();
        JobEnd end = store.requested().find(id).orElseThrow().end().orElseThrow();
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.cause()).isEqualTo(Cause.REQUESTER_STOPPED);
        assertThat(end.message()).isEqualTo("the job was ended: omertad on this machine was stopped");
        assertThat(ended(rest(follower))).isEqualTo(end);
        assertThatThrownBy(this::submit)
                .isInstanceOfSatisfying(
                        OmertaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXHAUSTED));
    }

    @Test
    void close_whileACancelWaitsForTheProvider_writesTheEnd() {
        provider.deafToCancels();
        JobId id = submit();
        await().until(() -> provider.follows.get() > 0);
        submissions.cancel(id);
        await().until(() -> !provider.cancelled.isEmpty());
        submissions.close();
        assertThat(store.requested().find(id).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void start_endsWhatAKilledDaemonLeft_andTellsTheProvider() throws Exception {
        JobRecord left = JobRecord.submitted(
                JobId.random(new Random()), network.id(), "Team", "bash", "", SPEC.resources(), true, Instant.now());
        store.requested().insert(left, Blob.ofText(""));
        store.requested().assign(left.id(), provider.identity.peerId(), 1);
        try (JobSubmissions restarted = start();
                JobFollower follower = restarted.follow(left.id(), 1, false)) {
            JobEnd end = store.requested().find(left.id()).orElseThrow().end().orElseThrow();
            assertThat(end.cause()).isEqualTo(Cause.REQUESTER_STOPPED);
            assertThat(end.message()).isEqualTo("the job was ended: omertad on this machine was killed");
            assertThat(ended(rest(follower))).isEqualTo(end);
            assertThat(provider.cancelled.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }
}
