package io.omerta.provider;

import static io.omerta.proto.job.JobState.JOB_STATE_CANCELLED;
import static io.omerta.proto.job.JobState.JOB_STATE_COMPLETED;
import static io.omerta.proto.job.JobState.JOB_STATE_RUNNING;
import static io.omerta.provider.TestRequester.bash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.proto.agent.ToGuest;
import io.omerta.proto.job.JobEnd;
import io.omerta.proto.job.JobEvent;
import io.omerta.proto.job.StateChanged;
import io.omerta.provider.execution.Standstill;
import io.omerta.vm.standin.GuestScript;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

/** Jobs stand still when the owner of the machine wants it. */
class PauseTest extends LendingTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void runningJob_isPausedAndResumed_requesterIsTold_guestLearnsTheTime() throws Exception {
        start(tellingTheTime());
        JobId job = requester.accepted(bash());
        Iterator<JobEvent> events = requester.follow(job, 1);
        awaitRunning(events);

        assertThat(provider.provider().pause(job)).isTrue();
        still(job).await(true, SOON);
        assertThat(provider.provider().paused()).isEqualTo(1);
        assertThat(still(job).why()).contains("paused by the owner of its machine");
        StateChanged paused = events.next().getStateChanged();
        assertThat(paused.getState()).isEqualTo(JOB_STATE_RUNNING);
        assertThat(paused.getPaused()).isTrue();
        assertThat(paused.getDetail()).isEqualTo("paused by the owner of its machine");

        await().until(() -> still(job).time().compareTo(Duration.ofMillis(5)) > 0);
        Instant resumedAt = Instant.now();
        assertThat(provider.provider().resume(job)).isTrue();
        StateChanged resumed = events.next().getStateChanged();
        assertThat(resumed.getState()).isEqualTo(JOB_STATE_RUNNING);
        assertThat(resumed.getPaused()).isFalse();
        String told = events.next().getOutput().getData().toStringUtf8();
        assertThat(Instant.ofEpochSecond(0, Long.parseLong(told))).isBetween(resumedAt, Instant.now());
        JobEnd end = events.next().getEnded();
        assertThat(end.getState()).isEqualTo(JOB_STATE_COMPLETED);
        assertThat(end.getUsage().getPausedMs()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void pausedGuest_saysNothing() throws Exception {
        start(guest -> {
            guest.bootAndStart();
            guest.awaitSignal();
            guest.print("still there");
            guest.awaitPowerOff();
        });
        JobId job = requester.accepted(bash());
        awaitRunning(requester.follow(job, 1));

        provider.provider().pause(job);
        requester.cancel(job);

        assertThat(requester.events(job)).noneMatch(JobEvent::hasOutput);
        assertThat(requester.end(job).getState()).isEqualTo(JOB_STATE_CANCELLED);
    }

    @Test
    void pausedJob_losesItsLease() throws Exception {
        start(TestProvider.in(folder)
                .withPatience(new io.omerta.provider.execution.Patience(
                        Duration.ofSeconds(2), TestProvider.LONG, TestProvider.LONG, SOON, SOON))
                .withGuests(GuestScript.waitingForSignal()));
        JobId job = requester.accepted(bash());
        await().until(() -> {
            // Else the lease could be over before the job runs.
            requester.renew(job, 0);
            return provider.store.lent().find(job).orElseThrow().state() == JobState.RUNNING;
        });
        assertThat(provider.provider().pause(job)).isTrue();
        still(job).await(true, SOON);

        assertThat(requester.end(job).getMessage()).isEqualTo("the requester was silent for 2 s");
    }

    @Test
    void ownerIsActive_runningAndNewJobsStandStill_untilTheOwnerIsNot() throws Exception {
        start(tellingTheTime());
        JobId running = requester.accepted(bash());
        awaitRunning(requester.follow(running, 1));

        provider.provider().ownerIsActive(true);
        JobId next = requester.accepted(bash());

        still(running).await(true, SOON);
        still(next).await(true, SOON);
        assertThat(still(running).why()).contains("paused while the owner of its machine works there");
        assertThat(still(next).why()).contains("paused while the owner of its machine works there");

        provider.provider().ownerIsActive(false);
        assertThat(requester.end(running).getState()).isEqualTo(JOB_STATE_COMPLETED);
        assertThat(requester.end(next).getState()).isEqualTo(JOB_STATE_COMPLETED);
    }

    @Test
    void jobThatHasEnded_cannotBePaused() throws Exception {
        start(GuestScript.printing("", 0));
        JobId job = requester.accepted(bash());
        requester.end(job);
        await().until(() -> provider.provider().standstill(job).isEmpty());

        assertThat(provider.provider().pause(job)).isFalse();
        assertThat(provider.provider().resume(job)).isFalse();
    }

    /** Ends when its clock was set, and prints to what. */
    private static GuestScript tellingTheTime() {
        return guest -> {
            guest.bootAndStart();
            ToGuest message = guest.hear();
            guest.print(Long.toString(message.getSetClock().getUnixTimeNs()));
            guest.exit(0);
            guest.awaitPowerOff();
        };
    }

    private Standstill still(JobId job) {
        return provider.provider().standstill(job).orElseThrow();
    }

    private static void awaitRunning(Iterator<JobEvent> events) {
        JobEvent event = events.next();
        while (event.getStateChanged().getState() != JOB_STATE_RUNNING) {
            event = events.next();
        }
    }
}
