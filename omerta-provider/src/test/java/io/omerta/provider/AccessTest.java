package io.omerta.provider;

import static io.omerta.proto.job.JobState.JOB_STATE_COMPLETED;
import static io.omerta.proto.job.JobState.JOB_STATE_RUNNING;
import static io.omerta.provider.TestRequester.bash;
import static io.omerta.provider.TestRequester.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.Identity;
import io.omerta.core.job.JobId;
import io.omerta.core.network.Network;
import io.omerta.network.transport.DatagramReceiver;
import io.omerta.proto.job.JobEvent;
import io.omerta.proto.peer.RefusalKind;
import io.omerta.proto.peer.Refused;
import io.omerta.proto.peer.SubmitRequest;
import io.omerta.proto.peer.SubmitResponse;
import io.omerta.vm.image.Architecture;
import io.omerta.vm.image.ImageRules;
import io.omerta.vm.image.ImageStore;
import io.omerta.vm.standin.GuestScript;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Who may do what, and what is refused. */
class AccessTest extends LendingTest {
    private static final JobId ID = new JobId(77, 1);

    @Test
    void othersJob_looksLikeNone() throws Exception {
        start(GuestScript.waitingForSignal());
        JobId job = requester.accepted(bash());
        requester.awaitState(job, JOB_STATE_RUNNING);
        try (TestRequester stranger = provider.requester()) {
            assertHasNoJob(stranger, job);
        }
        assertThat(requester.renew(job, 0)).isTrue();
    }

    @Test
    void ownJob_inAnotherNetwork_looksLikeNone() throws Exception {
        start(GuestScript.waitingForSignal());
        JobId job = requester.accepted(bash());
        try (TestRequester elsewhere = requester.in(provider.otherNetwork)) {
            assertHasNoJob(elsewhere, job);
        }
    }

    private static void assertHasNoJob(TestRequester stranger, JobId job) {
        assertThat(stranger.renew(job, 1_000_000)).isFalse();
        assertThat(stranger.cancel(job)).isFalse();
        assertStatus(Status.Code.NOT_FOUND, () -> stranger.events(job));
        CompletableFuture<Status> end = new CompletableFuture<>();
        stranger.tunnel(job, new DatagramReceiver() {
            @Override
            public void onDatagram(byte[] datagram) {}

            @Override
            public void onClosed(Status status) {
                end.complete(status);
            }
        });
        await().untilAsserted(() ->
                assertThat(end).isCompletedWithValueMatching(status -> status.getCode() == Status.Code.NOT_FOUND));
    }

    @Test
    void othersJobId_isRefused() throws Exception {
        start(GuestScript.waitingForSignal());
        JobId job = requester.accepted(bash());
        try (TestRequester stranger = provider.requester()) {
            assertRefused(stranger.submit(job, bash()), RefusalKind.REFUSAL_KIND_INVALID, "has had a job of that id");
        }
        assertRefused(
                requester.send(requester.request(job, bash()).setAttempt(2)),
                RefusalKind.REFUSAL_KIND_INVALID,
                "has had a job of that id");
    }

    @Test
    void submitAgain_isTheSameJob() throws Exception {
        start(GuestScript.printing("once", 0));
        JobId job = requester.accepted(bash());

        assertThat(requester.submit(job, bash()).hasAccepted()).isTrue();

        assertThat(requester.end(job).getState()).isEqualTo(JOB_STATE_COMPLETED);
        assertThat(provider.hypervisor.machines()).hasSize(1);
    }

    @Test
    void submitAgain_afterEverythingIsForgotten_isRefused() throws Exception {
        start(GuestScript.printing("once", 0));
        JobId job = requester.accepted(bash());
        requester.renew(job, requester.events(job).getLast().getSequence());
        await().until(() -> !requester.renew(job, 0));

        assertRefused(requester.submit(job, bash()), RefusalKind.REFUSAL_KIND_INVALID, "has had a job of that id");
    }

    @Test
    void request_forAnotherProvider_isInvalid() throws Exception {
        start(GuestScript.printing("", 0));
        String other = Identity.generate(new SecureRandom()).peerId().text();

        assertStatus(
                Status.Code.INVALID_ARGUMENT,
                () -> requester.send(requester.request(ID, bash()).setProviderPeerId(other)));
    }

    @Test
    void request_forAnotherNetwork_isInvalid() throws Exception {
        start(GuestScript.printing("", 0));
        Network other = provider.otherNetwork;

        assertStatus(
                Status.Code.INVALID_ARGUMENT,
                () -> requester.send(requester
                        .request(ID, bash())
                        .setNetworkId(ByteString.copyFrom(other.id().toBytes()))));
    }

    @Test
    void unreadableJob_isRefusedWithTheField() throws Exception {
        start(GuestScript.printing("", 0));

        assertRefused(requester.send(requester.request(ID, bash()).setAttempt(0)), "attempt: not between 1 and 2^31");
        assertRefused(requester.send(requester.request(ID, bash()).clearJob()), "job.program: missing");
        SubmitRequest.Builder badAddress = requester.request(ID, bash());
        badAddress.getVpnBuilder().setGuestAddress("10.0.0.256");
        assertRefused(requester.send(badAddress), "vpn.guest_address: not an IPv4 address");
        SubmitRequest.Builder badName = requester.request(ID, bash());
        badName.getVpnBuilder().setHubAddress("localhost");
        assertRefused(requester.send(badName), "vpn.hub_address: not an IPv4 address");
        SubmitRequest.Builder badKey = requester.request(ID, bash());
        badKey.getVpnBuilder().setHubPublicKey(ByteString.copyFrom(new byte[31]));
        assertRefused(requester.send(badKey), "vpn: hub's public key: 31 bytes, 32 expected");
        SubmitRequest.Builder badMtu = requester.request(ID, bash());
        badMtu.getVpnBuilder().setMtu(-1);
        assertRefused(requester.send(badMtu), "vpn: mtu: -1 is not a multiple of 16 between 1280 and 1420");
        SubmitRequest.Builder badNetwork = requester.request(ID, bash());
        badNetwork.getVpnBuilder().addAllowed("fd00::/8");
        assertRefused(requester.send(badNetwork), "vpn: allowed: not only IPv4");
        SubmitRequest.Builder manyNetworks = requester.request(ID, bash());
        manyNetworks.getVpnBuilder().addAllAllowed(Collections.nCopies(65, "10.0.0.0/8"));
        assertRefused(requester.send(manyNetworks), "vpn: allowed: 65 networks, at most 64");
        SubmitRequest.Builder badKeepalive = requester.request(ID, bash());
        badKeepalive.getVpnBuilder().setKeepaliveS(-1);
        assertRefused(requester.send(badKeepalive), "vpn: keepalive: PT1193046H28M15S is not between 0 and 65535 s");
    }

    private static void assertRefused(SubmitResponse response, String reason) {
        assertRefused(response, RefusalKind.REFUSAL_KIND_INVALID, "cannot read the job: " + reason);
    }

    @Test
    void largerThanTheProvider_isRefused() throws Exception {
        start(GuestScript.printing("", 0));
        var job = bash();
        job.getResourcesBuilder().setCpus(64);

        assertRefused(requester.submit(ID, job), RefusalKind.REFUSAL_KIND_CAPACITY, "has 2 CPUs, 64 asked");
        assertThat(provider.home.lentJob(ID)).doesNotExist();
    }

    @Test
    void unknownLanguage_isRefused() throws Exception {
        start(GuestScript.printing("", 0));

        assertRefused(
                requester.submit(ID, script("ruby", "puts 1")),
                RefusalKind.REFUSAL_KIND_LANGUAGE,
                "does not know the language \"ruby\" (knows bash, python, sh)");
    }

    @Test
    void withoutImage_isRefusedWithoutAPath() throws Exception {
        start(TestProvider.in(folder).withImages(_ -> {
            throw new OmertaException(ErrorCode.MISSING_PREREQUISITE, "could not find /secret/path", "");
        }));

        assertRefused(
                requester.submit(ID, bash()),
                RefusalKind.REFUSAL_KIND_IMAGE,
                "has no usable guest image: there is none");
    }

    @Test
    void imageThatIsNotHere_isRefused() throws Exception {
        start(TestProvider.in(folder)
                .withImages(
                        new ImageStore(folder.resolve("image"), new ImageRules(Architecture.ofHost(), false))::choose));

        assertRefused(
                requester.submit(ID, bash().setImage("sha256:" + "ab".repeat(32))),
                RefusalKind.REFUSAL_KIND_IMAGE,
                "does not have the image abababababab");
        assertRefused(
                requester.submit(ID, bash().setImage("sha256:ab")), "job.image: image: \"sha256:ab\" is no digest");
    }

    @Test
    void withoutDisk_isRefused() throws Exception {
        start(TestProvider.in(folder).withReservedDisk(1L << 62));

        Refused refused = requester.submit(ID, bash()).getRefused();

        assertThat(refused.getKind()).isEqualTo(RefusalKind.REFUSAL_KIND_DISK);
        assertThat(refused.getReason()).endsWith(" MB of free disk, 4398046512128 MB needed");
    }

    @Test
    void closed_isRefused() throws Exception {
        start(GuestScript.printing("", 0));
        provider.provider().close();

        assertRefused(requester.submit(ID, bash()), RefusalKind.REFUSAL_KIND_NOT_LENDING, "is stopping");
    }

    @Test
    void follow_fromTheMiddle_startsThere() throws Exception {
        start(GuestScript.printing("text", 0));
        JobId job = requester.accepted(bash());
        requester.end(job);

        Iterator<JobEvent> events = requester.follow(job, 4);

        assertThat(events.next().getOutput().getData().toStringUtf8()).isEqualTo("text");
        assertThat(events.next().hasEnded()).isTrue();
        assertThat(events.hasNext()).isFalse();
    }

    @Test
    void follow_beyondTheEnd_tellsTheEnd() throws Exception {
        start(GuestScript.printing("text", 0));
        JobId job = requester.accepted(bash());
        requester.end(job);
        // Until then there may be more events.
        await().until(() -> provider.provider().standstill(job).isEmpty());

        assertThat(requester.follow(job, 1_000).next().hasEnded()).isTrue();
    }

    @Test
    void follow_fromZero_isInvalid() throws Exception {
        start(GuestScript.printing("text", 0));
        JobId job = requester.accepted(bash());

        assertStatus(
                Status.Code.INVALID_ARGUMENT, () -> requester.follow(job, 0).next());
        assertStatus(
                Status.Code.INVALID_ARGUMENT, () -> requester.follow(job, -1).next());
    }

    @Test
    void followed_onSecondFollower_theNewestCounts() throws Exception {
        start(GuestScript.waitingForSignal());
        JobId job = requester.accepted(bash());
        requester.awaitState(job, JOB_STATE_RUNNING);
        Iterator<JobEvent> first = requester.follow(job, 3);
        assertThat(first.next().getSequence()).isEqualTo(3);

        Iterator<JobEvent> second = requester.follow(job, 3);

        assertThat(second.next().getSequence()).isEqualTo(3);
        assertStatus(Status.Code.ABORTED, first::next);
    }

    private static void assertRefused(SubmitResponse response, RefusalKind kind, String reason) {
        assertThat(response.getRefused().getReason()).isEqualTo(reason);
        assertThat(response.getRefused().getKind()).isEqualTo(kind);
    }

    private static void assertStatus(Status.Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
    }
}
