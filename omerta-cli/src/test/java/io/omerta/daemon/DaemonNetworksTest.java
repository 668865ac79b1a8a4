package io.omerta.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.JoinLink;
import io.omerta.local.LocalClient;
import io.omerta.proto.local.LocalSubmitRequest;
import io.omerta.proto.local.NetworkDetail;
import io.omerta.standin.TestShell;
import io.omerta.testkit.FreePorts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Networks of whole daemons on loopback: what people do with them, and what the others see of it. */
class DaemonNetworksTest extends LoopbackDaemonsTest {
    private final TestShell ada = shell();
    private final TestShell ben = shell();

    @Test
    void paused_hereAndAfterARestart_isGoneForOthersUntilResumed() {
        try (Daemon _ = start(ada);
                LocalClient toAda = LocalClient.connect(ada.home.socket())) {
            String key = toAda.createNetwork("My Team").getJoinKey();
            try (Daemon _ = start(ben);
                    LocalClient toBen = LocalClient.connect(ben.home.socket())) {
                toBen.joinNetwork(key);
                await().atMost(Duration.ofSeconds(10)).until(() -> up(toAda) == 1);
                assertThat(toBen.pauseNetwork("My Team").getPaused()).isTrue();
                // By its farewell: who is only silent is down after 8 s.
                await().atMost(Duration.ofSeconds(6)).until(() -> up(toAda) == 0);
                assertTakesNoPart(toBen);
            }
            try (Daemon _ = start(ben);
                    LocalClient toBen = LocalClient.connect(ben.home.socket())) {
                assertTakesNoPart(toBen);
                assertThat(toBen.resumeNetwork("My Team").getPeersUp()).isEqualTo(1);
                assertThat(toBen.networks()).noneMatch(NetworkDetail::getPaused);
                await().atMost(Duration.ofSeconds(10)).until(() -> up(toAda) == 1);
            }
        }
    }

    private static void assertTakesNoPart(LocalClient client) {
        assertThat(client.networks()).allMatch(NetworkDetail::getPaused);
        assertThat(client.peers("")).isEmpty();
        assertThatExceptionOfType(OmertaException.class)
                .isThrownBy(() -> client.submit(
                        LocalSubmitRequest.newBuilder().setNetwork("My Team").build()))
                .withMessage("could not use the network \"My Team\": it is paused on this machine")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_PERMITTED));
    }

    @Test
    void callsOfMembers_whilePaused_areAnsweredAsThoseOfStrangers() {
        try (Daemon _ = start(ada);
                Daemon _ = start(ben);
                LocalClient toAda = LocalClient.connect(ada.home.socket());
                LocalClient toBen = LocalClient.connect(ben.home.socket())) {
            NetworkDetail created = toAda.createNetwork("My Team");
            toAda.pauseNetwork("My Team");
            assertThat(toBen.joinNetwork(created.getJoinKey()).getProblemsList())
                    .isNotEmpty()
                    .allMatch(problem -> problem.endsWith(": a peer is there that is not in this network"));
        }
    }

    @Test
    void renamed_isKnownByThatNameHereAlone() {
        try (Daemon _ = start(ada);
                Daemon _ = start(ben);
                LocalClient toAda = LocalClient.connect(ada.home.socket());
                LocalClient toBen = LocalClient.connect(ben.home.socket())) {
            NetworkDetail created = toAda.createNetwork("My Team");
            toBen.joinNetwork(created.getJoinKey());
            assertThat(toBen.renameNetwork("My Team", "Theirs").getId()).isEqualTo(created.getId());
            assertThat(toBen.network("Theirs").getPeersUp()).isEqualTo(1);
            assertThat(toAda.network("").getName()).isEqualTo("My Team");
            assertThatExceptionOfType(OmertaException.class)
                    .isThrownBy(() -> toBen.renameNetwork("Theirs", "n".repeat(10_000)))
                    .withMessage("could not rename the network: network name: not between 1 and 100 characters")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
            assertThatExceptionOfType(OmertaException.class)
                    .isThrownBy(() -> toBen.createNetwork("n".repeat(10_000)))
                    .withMessage("could not create the network: network name: not between 1 and 100 characters");
        }
    }

    @Test
    void join_withBootstrapPeersThatAreNoUse_saysWhyAndIsAMember() throws Exception {
        try (Daemon other = start(ada);
                Daemon _ = start(ben);
                LocalClient toBen = LocalClient.connect(ben.home.socket())) {
            JoinLink link = JoinLink.parse(toBen.createNetwork("My Team").getJoinKey());
            toBen.leaveNetwork("My Team");
            int closed = FreePorts.any();
            JoinLink useless = new JoinLink(
                    link.key(),
                    "My Team",
                    List.of(
                            Endpoint.of("nowhere.invalid", 50_051),
                            Endpoint.of("127.0.0.1", other.port()),
                            Endpoint.of("127.0.0.1", closed)),
                    link.createdAt());
            NetworkDetail joined = toBen.joinNetwork(useless.format());
            assertThat(joined.getProblemsList())
                    .containsExactly(
                            "nowhere.invalid:50051: no such name",
                            "127.0.0.1:" + other.port() + ": a peer is there that is not in this network",
                            "127.0.0.1:" + closed + ": no peer of Omerta answers there");
            assertThat(toBen.networks()).extracting(NetworkDetail::getName).containsExactly("My Team");
        }
    }
}
