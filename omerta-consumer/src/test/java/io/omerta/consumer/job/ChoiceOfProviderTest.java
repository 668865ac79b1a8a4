package io.omerta.consumer.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.core.store.JobRecord;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who gets a job, and what becomes of one that nobody takes. */
final class ChoiceOfProviderTest extends SubmittingTest {
    @Test
    void refusedJob_goesToTheNext() throws Exception {
        provider.refusing("rule: nights\u001b[2J only");
        ScriptedProvider second = provider(2);
        JobId id = submit();
        assertThat(second.submitted.take().getAttempt()).isEqualTo(2);
        second.exit(0);
        JobRecord record = awaitEnd(id);
        assertThat(record.state()).isEqualTo(JobState.COMPLETED);
        assertThat(record.considered())
                .containsExactly(
                        provider.identity.peerId().name() + ": refused: rule: nights [2J only",
                        second.identity.peerId().name() + ": took the job");
        assertThat(record.attempt()).isEqualTo(2);
    }

    @Test
    void unreachableAndSilentProviders_arePassedOver_andTheirJobWithdrawn() throws Exception {
        provider.vanish();
        ScriptedProvider second = provider(3).silent();
        ScriptedProvider third = provider(2);
        JobId id = submit();
        assertThat(third.submitted.take().getAttempt()).isEqualTo(3);
        third.exit(0);
        assertThat(awaitEnd(id).considered())
                .containsExactly(
                        provider.identity.peerId().name() + ": could not be reached: no connection",
                        second.identity.peerId().name() + ": did not answer in 5 s",
                        third.identity.peerId().name() + ": took the job");
        assertThat(second.cancelled.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void jobThatNobodyTakes_isRejected() {
        provider.refusing("rule: nights only");
        JobRecord record = awaitEnd(submit());
        assertThat(record.state()).isEqualTo(JobState.REJECTED);
        JobEnd end = record.end().orElseThrow();
        assertThat(end.cause()).isEqualTo(Cause.NO_PROVIDER);
        assertThat(end.message())
                .isEqualTo("no provider can take this job: "
                        + provider.identity.peerId().name() + " refused: rule: nights only");
    }

    @Test
    void jobThatNobodyCanTake_fails() {
        offers.clear();
        JobRecord record = awaitEnd(submit());
        assertThat(record.state()).isEqualTo(JobState.FAILED);
        assertThat(record.end().orElseThrow().message())
                .isEqualTo("no provider can take this job: no peer is known in this network, and this machine does not"
                        + " lend");
    }

    @Test
    void job_waitsAMomentForSomebodyWhoLends() throws Exception {
        offers.clear();
        afterLook = () -> offers.add(provider.offer(1));
        JobId id = submit();
        provider.submitted.take();
        provider.exit(0);
        assertThat(awaitEnd(id).state()).isEqualTo(JobState.COMPLETED);
    }
}
