package io.omerta.provider;

import static io.omerta.proto.job.JobState.JOB_STATE_FAILED;
import static io.omerta.proto.job.JobState.JOB_STATE_RUNNING;
import static io.omerta.provider.TestRequester.bash;
import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.JobId;
import io.omerta.proto.job.JobEnd;
import io.omerta.proto.job.JobSpec;
import io.omerta.proto.peer.RefusalKind;
import io.omerta.proto.peer.SubmitResponse;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.standin.GuestScript;
import org.junit.jupiter.api.Test;

/** Of one card that is lent. */
class GraphicsCardTest extends LendingTest {
    @Test
    void jobWithCard_getsAMachineWithIt_andTheNextOneWaitsForIt() throws Exception {
        start(TestProvider.in(folder).withDrivers().withGuests(GuestScript.waitingForSignal()));
        JobId first = requester.accepted(withGpus(1));
        requester.awaitState(first, JOB_STATE_RUNNING);
        assertThat(provider.provider().available().gpus()).isZero();

        JobId second = new JobId(9, 2);
        assertThat(requester.submit(second, withGpus(1)).getAccepted().getQueuePosition())
                .isEqualTo(1);
        requester.cancel(first);
        requester.awaitState(second, JOB_STATE_RUNNING);
        assertThat(provider.hypervisor.machines())
                .extracting(VirtualMachine::request)
                .extracting(request -> request.resources().gpus())
                .containsExactly(1, 1);
    }

    @Test
    void moreCardsThanAreLent_areRefused() throws Exception {
        start(TestProvider.in(folder).withDrivers());
        assertRefused(
                requester.submit(new JobId(9, 1), withGpus(2)),
                RefusalKind.REFUSAL_KIND_CAPACITY,
                "lends 1 GPU, 2 asked");
    }

    @Test
    void imageWithoutDrivers_isRefused() throws Exception {
        start(TestProvider.in(folder));
        SubmitResponse answer = requester.submit(new JobId(9, 1), withGpus(1));
        assertThat(answer.getRefused().getKind()).isEqualTo(RefusalKind.REFUSAL_KIND_IMAGE);
        assertThat(answer.getRefused().getReason()).startsWith("has the image ").endsWith(" without drivers for GPUs");
    }

    @Test
    void cardThatTheGuestCannotUse_endsTheJobBeforeItStarts() throws Exception {
        start(TestProvider.in(folder).withDrivers().withGuests(guest -> {
            guest.ready("amdgpu: probe of 0000:01:00.0 failed with error -22");
            guest.awaitPowerOff();
        }));
        JobEnd end = requester.end(requester.accepted(withGpus(1)));
        assertThat(end.getState()).isEqualTo(JOB_STATE_FAILED);
        assertThat(end.getMessage())
                .isEqualTo("its GPU could not be used: amdgpu: probe of 0000:01:00.0 failed with error -22");
    }

    /** What is in a card cannot be kept. */
    @Test
    void providerThatStops_endsTheJob_whereItWouldKeepOthers() throws Exception {
        start(TestProvider.in(folder).withDrivers().withCheckpointOnStop().withGuests(GuestScript.waitingForSignal()));
        JobId job = requester.accepted(withGpus(1));
        requester.awaitState(job, JOB_STATE_RUNNING);
        provider.stop();
        assertThat(provider.hypervisor.frozen()).isZero();
        provider.start();
        assertThat(requester.end(job).getState()).isEqualTo(JOB_STATE_FAILED);
    }

    private static void assertRefused(SubmitResponse answer, RefusalKind kind, String reason) {
        assertThat(answer.getRefused().getKind()).isEqualTo(kind);
        assertThat(answer.getRefused().getReason()).isEqualTo(reason);
    }

    private static JobSpec.Builder withGpus(int count) {
        JobSpec.Builder job = bash();
        job.getResourcesBuilder().setGpus(count);
        return job;
    }
}
