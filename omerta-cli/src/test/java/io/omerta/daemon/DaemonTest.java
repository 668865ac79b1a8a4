package io.omerta.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.omerta.core.config.Configuration;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.Blob;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Limits;
import io.omerta.core.job.Program;
import io.omerta.core.job.Resources;
import io.omerta.local.LocalClient;
import io.omerta.network.message.JobSpecMessages;
import io.omerta.proto.local.LocalSubmitRequest;
import io.omerta.proto.local.NetworkDetail;
import io.omerta.proto.local.Peer;
import io.omerta.proto.local.StatusResponse;
import io.omerta.standin.TestShell;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Daemons that start, stop, and do without: without a port, without a peer who lends. */
class DaemonTest extends LoopbackDaemonsTest {
    private final TestShell ada = shell();
    private final TestShell ben = shell();
    private final CountDownLatch stop = new CountDownLatch(1);

    @Test
    void twoDaemons_onJoin_seeEachOther() {
        try (Daemon _ = start(ada);
                Daemon _ = start(ben);
                LocalClient toAda = LocalClient.connect(ada.home.socket());
                LocalClient toBen = LocalClient.connect(ben.home.socket())) {
            NetworkDetail created = toAda.createNetwork("My Team");
            NetworkDetail joined = toBen.joinNetwork(created.getJoinKey());
            assertThat(joined.getPeersUp()).isEqualTo(1);
            assertThat(toBen.peers("My Team"))
                    .extracting(Peer::getPeerId)
                    .containsExactly(toAda.status().getPeerId());
            assertThat(toBen.leaveNetwork("My Team").getId()).isEqualTo(created.getId());
            assertThat(toBen.networks()).isEmpty();
        }
    }

    @Test
    void restarted_afterStop_isTheSamePeerInTheSameNetworks() throws Exception {
        StatusResponse before;
        try (Daemon _ = start(ada, stop::countDown);
                LocalClient client = LocalClient.connect(ada.home.socket())) {
            client.createNetwork("My Team");
            before = client.status();
            client.stop();
            assertThat(stop.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(ada.home.socket()).doesNotExist();
        try (Daemon _ = start(ada);
                LocalClient client = LocalClient.connect(ada.home.socket())) {
            assertThat(client.status().getPeerId()).isEqualTo(before.getPeerId());
            assertThat(client.networks()).extracting(NetworkDetail::getName).containsExactly("My Team");
        }
    }

    @Test
    void submit_withNobodyWhoLends_saysWhyThisMachineCannot() {
        try (Daemon _ = start(ada);
                LocalClient client = LocalClient.connect(ada.home.socket())) {
            client.createNetwork("My Team");
            assertThatExceptionOfType(OmertaException.class)
                    .isThrownBy(() -> client.submit(request("")))
                    .withMessageStartingWith(
                            "could not run the job: nobody else lends in \"My Team\", and this machine ");
            assertThatExceptionOfType(OmertaException.class)
                    .isThrownBy(() -> client.submit(request("My Taem")))
                    .withMessageEndingWith("did you mean \"My Team\"?")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        }
    }

    @Test
    void portInUse_onStart_namesOneThatIsFreeAndLeavesNothingRunning() throws Exception {
        try (Daemon first = start(ada)) {
            Configuration same = Configuration.load(ben.home.configuration()).withPort(first.port());
            assertThatExceptionOfType(OmertaException.class)
                    .isThrownBy(() -> Daemon.start(ben.home, same, () -> {}))
                    .withMessage("could not listen on port " + first.port() + ": another program uses it")
                    .satisfies(e -> assertThat(e.hint()).matches("omertad start --port [0-9]+"));
            assertThat(ben.home.socket()).doesNotExist();
        }
    }

    private static LocalSubmitRequest request(String network) {
        JobSpec job = new JobSpec(
                new Program.Script("bash", Blob.ofText("true")),
                new Resources(1, 64 * Resources.MEBIBYTE, 1L << 30),
                Limits.PROVIDERS_OWN,
                List.of(),
                "");
        return LocalSubmitRequest.newBuilder()
                .setNetwork(network)
                .setJob(JobSpecMessages.toProto(job))
                .build();
    }
}
