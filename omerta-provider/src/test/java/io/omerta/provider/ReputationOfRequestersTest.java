package io.omerta.provider;

import static io.omerta.proto.job.JobState.JOB_STATE_RUNNING;
import static io.omerta.provider.TestRequester.bash;
import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.JobId;
import io.omerta.core.reputation.Deed;
import io.omerta.core.reputation.Reputation;
import io.omerta.core.reputation.Tally;
import io.omerta.provider.execution.Patience;
import io.omerta.vm.standin.GuestScript;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What jobs leave behind about those who had them run here. */
class ReputationOfRequestersTest extends LendingTest {
    private static final Duration LONG = TestProvider.LONG;

    @Test
    void jobThatEndedByItself_isItsRequestersMerit_onceForEver() throws Exception {
        start(GuestScript.printing("hello", 7));
        requester.end(requester.accepted(bash()));
        assertThat(deeds()).containsExactly(Deed.HAD_A_JOB);
        provider.stop();
        provider.start();
        assertThat(reputation().score()).isEqualTo(51);
    }

    @Test
    void rogueFrame_isHeldAgainstTheRequester() throws Exception {
        start(guest -> {
            guest.bootAndStart();
            guest.sendFrame(new byte[60]);
            guest.awaitPowerOff();
        });
        requester.end(requester.accepted(bash()));
        assertThat(deeds()).containsExactly(Deed.HAD_A_ROGUE_JOB);
        assertThat(reputation().score()).isEqualTo(20);
    }

    @Test
    void requesterThatFallsSilent_isRememberedLightly() throws Exception {
        start(TestProvider.in(folder)
                .withPatience(new Patience(Duration.ofSeconds(2), LONG, LONG, LONG, LONG))
                .withGuests(GuestScript.waitingForSignal()));
        requester.end(requester.accepted(bash()));
        assertThat(deeds()).containsExactly(Deed.LEFT_A_JOB);
        assertThat(reputation().score()).isEqualTo(48);
    }

    @Test
    void cancel_andAMachineThatFailsHere_areNobodysFault() throws Exception {
        start(GuestScript.waitingForSignal());
        JobId cancelled = requester.accepted(bash());
        requester.awaitState(cancelled, JOB_STATE_RUNNING);
        requester.cancel(cancelled);
        requester.end(cancelled);
        JobId stopped = requester.accepted(bash());
        requester.awaitState(stopped, JOB_STATE_RUNNING);
        provider.stop();
        provider.start();
        assertThat(provider.store.lent().notEnded()).isEmpty();
        assertThat(reputation()).isEqualTo(Reputation.UNKNOWN);
    }

    private Reputation reputation() {
        return provider.store.reputations().all(Instant.now()).getOrDefault(requester.id(), Reputation.UNKNOWN);
    }

    private List<Deed> deeds() {
        return reputation().tallies().stream().map(Tally::deed).toList();
    }
}
