package io.omerta.consumer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omerta.core.job.Blob;
import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.reputation.Deed;
import io.omerta.core.reputation.Reputation;
import io.omerta.core.reputation.Tally;
import io.omerta.core.store.JobRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What jobs leave behind about those who ran them, and what that means for the next job. */
final class ReputationOfProvidersTest extends SubmittingTest {
    @Test
    void jobThatEndedByItself_isItsProvidersMerit_whateverItsExitCode() {
        JobId id = submit();
        provider.exit(3);
        awaitEnd(id);
        assertThat(deeds(provider)).containsExactly(Deed.RAN_A_JOB);
        assertThat(reputation(provider).score()).isEqualTo(52);
    }

    @Test
    void providerThatIsLost_andOneThatFails_areRemembered() {
        JobId failed = submit();
        provider.end(JobState.FAILED, Cause.VM_FAILED, Optional.empty());
        awaitEnd(failed);
        assertThat(deeds(provider)).containsExactly(Deed.FAILED_A_JOB);

        offers.clear();
        ScriptedProvider other = provider(4);
        JobId lost = submit();
        await().until(() -> other.follows.get() > 0);
        other.forgetJobs();
        awaitEnd(lost);
        assertThat(deeds(other)).containsExactly(Deed.LOST_A_JOB);
    }

    @Test
    void providerThatRefuses_orWhoseJobIsCancelledHere_isAsBefore() {
        provider.refusing("its queue is full");
        awaitEnd(submit());
        offers.clear();
        ScriptedProvider other = provider(4);
        JobId id = submit();
        await().until(() -> other.follows.get() > 0);
        submissions.cancel(id);
        awaitEnd(id);
        assertThat(store.reputations().all(Instant.now())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CANCELLED, CANCELLED, it was not cancelled here",
        "FAILED, REQUESTER_STOPPED, REQUESTER_STOPPED is not for a provider to say",
        "REJECTED, NO_PROVIDER, NO_PROVIDER is not for a provider to say",
        "COMPLETED, OUT_OF_MEMORY, COMPLETED and OUT_OF_MEMORY do not go together",
        "FAILED, TIME_LIMIT, FAILED and TIME_LIMIT do not go together",
    })
    void endThatCannotBeTrue_isNotBelieved_andRemembered(JobState state, Cause cause, String reason) {
        JobId id = submit();
        provider.end(state, cause, Optional.of(new ProgramResult.ExitCode(0)));
        JobEnd end = awaitEnd(id).end().orElseThrow();
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.cause()).isEqualTo(Cause.PROVIDER_NOT_BELIEVED);
        assertThat(end.message()).endsWith("makes no sense (" + reason + ")");
        assertThat(deeds(provider)).containsExactly(Deed.TOLD_NONSENSE);
    }

    @Test
    void nonsense_inAnswerToACancel_isNotBelievedEither() {
        provider.callingACancel(Cause.PROVIDER_LOST);
        JobId id = submit();
        await().until(() -> provider.follows.get() > 0);
        submissions.cancel(id);
        assertThat(awaitEnd(id).end().orElseThrow().cause()).isEqualTo(Cause.PROVIDER_NOT_BELIEVED);
    }

    @Test
    void endThatADaemonKilledBetweenTwoWritesHasLeft_countsOnce() {
        JobRecord left = JobRecord.submitted(
                JobId.random(new Random()), network.id(), "Team", "bash", "", SPEC.resources(), true, Instant.now());
        store.requested().insert(left, Blob.ofText(""));
        store.requested().assign(left.id(), provider.identity.peerId(), 1);
        JobId id = submit();
        provider.exit(0);
        JobEnd end = awaitEnd(id).end().orElseThrow();
        submissions.close();
        try (JobLogs logs = new JobLogs(home);
                JobLogs.Use use = logs.use(left.id())) {
            use.log().append(sequence -> new io.omerta.core.job.JobEvent.Ended(sequence, Instant.now(), end));
        }
        start().close();
        start().close();
        assertThat(store.requested().notEnded()).isEmpty();
        assertThat(reputation(provider).tallies()).extracting(Tally::times).containsExactly(2);
    }

    @Test
    void providerThatFailed_isAskedAfterOthers_andExplainSaysWhy() throws Exception {
        JobId failed = submit();
        provider.submitted.take();
        provider.end(JobState.FAILED, Cause.PROVIDER_FAILED, Optional.empty());
        awaitEnd(failed);
        ScriptedProvider smaller = provider(2);
        JobId id = submit();
        smaller.submitted.take();
        smaller.exit(0);
        assertThat(awaitEnd(id).considered())
                .containsExactly(
                        smaller.identity.peerId().name() + ": took the job (before others for its reputation of 50)",
                        provider.identity.peerId().name() + ": fits (after others for its reputation of 40)");
        assertThat(provider.submitted).isEmpty();
    }

    private Reputation reputation(ScriptedProvider of) {
        return store.reputations().all(Instant.now()).getOrDefault(of.identity.peerId(), Reputation.UNKNOWN);
    }

    private List<Deed> deeds(ScriptedProvider of) {
        return reputation(of).tallies().stream().map(Tally::deed).toList();
    }
}
