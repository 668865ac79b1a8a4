package io.omerta.provider;

import static io.omerta.proto.job.JobState.JOB_STATE_CANCELLED;
import static io.omerta.proto.job.JobState.JOB_STATE_COMPLETED;
import static io.omerta.proto.job.JobState.JOB_STATE_FAILED;
import static io.omerta.proto.job.JobState.JOB_STATE_RUNNING;
import static io.omerta.provider.TestRequester.bash;
import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.JobId;
import io.omerta.core.job.Resources;
import io.omerta.proto.job.JobEnd;
import io.omerta.proto.job.JobSpec;
import io.omerta.proto.peer.RefusalKind;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.standin.GuestScript;
import org.junit.jupiter.api.Test;

class QueueTest extends LendingTest {
    @Test
    void busy_onJobs_runsThemInTheirOrder() throws Exception {
        start(GuestScript.waitingForSignal());
        JobId first = requester.accepted(large());
        requester.awaitState(first, JOB_STATE_RUNNING);
        assertThat(provider.provider().available()).isEqualTo(new Resources(0, (1024L - 64) << 20, 15L << 30, 1));

        JobId second = new JobId(9, 2);
        JobId third = new JobId(9, 3);
        assertThat(requester.submit(second, large()).getAccepted().getQueuePosition())
                .isEqualTo(1);
        assertThat(requester.submit(third, bash()).getAccepted().getQueuePosition())
                .isEqualTo(2);
        assertThat(provider.provider().waiting()).isEqualTo(2);
        assertThat(requester.submit(new JobId(9, 4), bash()).getRefused().getKind())
                .isEqualTo(RefusalKind.REFUSAL_KIND_QUEUE_FULL);

        requester.cancel(first);
        requester.awaitState(second, JOB_STATE_RUNNING);
        requester.cancel(second);
        requester.awaitState(third, JOB_STATE_RUNNING);
        requester.cancel(third);
        JobEnd end = requester.end(third);

        assertThat(end.getState()).isEqualTo(JOB_STATE_CANCELLED);
        assertThat(end.getUsage().getQueuedMs()).isPositive();
        assertThat(provider.hypervisor.machines())
                .extracting(VirtualMachine::request)
                .extracting(request -> request.job())
                .containsExactly(first, second, third);
    }

    @Test
    void waiting_onCancel_endsWithoutAVm() throws Exception {
        start(GuestScript.waitingForSignal());
        JobId first = requester.accepted(large());
        JobId second = requester.accepted(large());

        requester.cancel(second);

        assertThat(requester.end(second).getState()).isEqualTo(JOB_STATE_CANCELLED);
        assertThat(requester.events(second)).hasSize(2);
        assertThat(provider.hypervisor.machines()).hasSizeLessThanOrEqualTo(1);
        assertThat(requester.renew(first, 0)).isTrue();
    }

    @Test
    void twoThatFit_runAtTheSameTime() throws Exception {
        start(GuestScript.waitingForSignal());

        JobId first = requester.accepted(bash());
        JobId second = requester.accepted(bash());

        requester.awaitState(first, JOB_STATE_RUNNING);
        requester.awaitState(second, JOB_STATE_RUNNING);
        assertThat(provider.provider().running()).isEqualTo(2);
    }

    @Test
    void onClose_waitingJobsEndToo() throws Exception {
        start(GuestScript.waitingForSignal());
        requester.accepted(large());
        JobId second = requester.accepted(large());

        provider.provider().close();

        assertThat(requester.end(second).getState()).isEqualTo(JOB_STATE_FAILED);
    }

    @Test
    void manyJobs_inARow_allComplete() throws Exception {
        start(GuestScript.printing("x", 0));
        for (int i = 0; i < 50; i++) {
            JobId job = requester.accepted(bash());
            JobEnd end = requester.end(job);
            assertThat(end.getState()).isEqualTo(JOB_STATE_COMPLETED);
            requester.renew(job, 5);
        }
    }

    private static JobSpec.Builder large() {
        JobSpec.Builder job = bash();
        job.getResourcesBuilder().setCpus(2);
        return job;
    }
}
