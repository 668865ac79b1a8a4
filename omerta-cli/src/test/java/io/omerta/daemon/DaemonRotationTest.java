package io.omerta.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.network.JoinLink;
import io.omerta.local.LocalClient;
import io.omerta.proto.local.InviteRequest;
import io.omerta.proto.local.NetworkDetail;
import io.omerta.proto.local.Peer;
import io.omerta.proto.local.RotateNetworkRequest;
import io.omerta.proto.local.RotateNetworkResponse;
import io.omerta.standin.TestShell;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole daemons on loopback: one rotates, others follow, or do not. */
class DaemonRotationTest extends LoopbackDaemonsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestShell ada = shell();
    private final TestShell ben = shell();
    private final TestShell cyd = shell();
    private final TestShell eve = shell();

    @Test
    void rotated_isFollowedByMembersAtOnceAndLaterAndNotByTheExcluded() throws Exception {
        try (Daemon _ = start(ben);
                LocalClient toBen = LocalClient.connect(ben.home.socket())) {
            NetworkDetail rotated;
            String evesId;
            try (Daemon _ = start(ada);
                    Daemon _ = start(eve);
                    LocalClient toAda = LocalClient.connect(ada.home.socket());
                    LocalClient toEve = LocalClient.connect(eve.home.socket())) {
                NetworkDetail created = toAda.createNetwork("My Team");
                toBen.joinNetwork(created.getJoinKey());
                toBen.renameNetwork("My Team", "Work");
                toEve.joinNetwork(created.getJoinKey());
                evesId = toEve.status().getPeerId();
                // Cyd is seen once, and off line while the key is rotated.
                try (Daemon _ = start(cyd);
                        LocalClient toCyd = LocalClient.connect(cyd.home.socket())) {
                    toCyd.joinNetwork(created.getJoinKey());
                    await().atMost(SOON).until(() -> up(toAda) == 3);
                    String cydsId = toCyd.status().getPeerId();
                    await().atMost(SOON)
                            .until(() -> Files.readString(ada.home.networks()).contains(cydsId));
                }
                String invitation = toAda.invite(InviteRequest.newBuilder()
                                .setUses(1)
                                .setLifetimeMs(60_000)
                                .build())
                        .getLink();

                RotateNetworkResponse answer = rotate(toAda, evesId, Duration.ofMinutes(5), false);
                rotated = answer.getNetwork();
                assertThat(Files.readString(ada.home.networks())).contains(keyOf(created));
                assertThat(answer.getMembersCount()).isEqualTo(2);
                assertThat(answer.getExcludedList()).containsExactly(evesId);
                await().atMost(SOON)
                        .until(() -> toBen.network("Work")
                                .getId()
                                .equals(answer.getNetwork().getId()));
                assertThat(toBen.network("Work").getRotatedBy())
                        .isEqualTo(toAda.status().getPeerId());
                await().atMost(SOON).until(() -> up(toAda) == 1);
                assertThat(toAda.peers("")).extracting(Peer::getPeerId).doesNotContain(evesId);
                assertThat(toAda.invitations("").getFirst().getState()).isEqualTo("revoked");
                // Eve, under a fresh identity and with what she knows, gets nothing: neither a key nor a job.
                assertThatExceptionOfType(OmertaException.class)
                        .isThrownBy(() -> toEve.joinNetwork(invitation))
                        .withMessageEndingWith("it was revoked");
                assertThat(toEve.network("My Team").getId()).isEqualTo(created.getId());
                assertThat(toBen.network("Work").getCreator()).isFalse();
                assertThatExceptionOfType(OmertaException.class)
                        .isThrownBy(() -> rotate(toBen, "", Duration.ofMinutes(1), false))
                        .withMessageContaining("only the machine that created it can")
                        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_PERMITTED));
            }
            // Ada's machine is off. Cyd comes back, meets ben, and follows; a fresh identity with the old key does not.
            String oldKey = Files.readString(eve.home.networks());
            TestShell mallory = shell();
            Files.writeString(mallory.home.networks(), withPeer(oldKey, toBen));
            try (Daemon _ = start(mallory);
                    Daemon _ = start(cyd, toBen);
                    LocalClient toMallory = LocalClient.connect(mallory.home.socket());
                    LocalClient toCyd = LocalClient.connect(cyd.home.socket())) {
                await().atMost(SOON)
                        .until(() -> toCyd.network("My Team").getId().equals(rotated.getId()));
                await().atMost(SOON).until(() -> up(toCyd) == 1);
                assertThat(toMallory.network("My Team").getId()).isNotEqualTo(rotated.getId());
                assertThat(toCyd.peers(""))
                        .noneMatch(peer ->
                                peer.getPeerId().equals(toMallory.status().getPeerId()));
            }
        }
    }

    @Test
    void graceIsOver_oldKeyIsGoneFromTheDiskAndMeetsSilence() throws Exception {
        try (Daemon _ = start(ada);
                Daemon _ = start(ben);
                LocalClient toAda = LocalClient.connect(ada.home.socket());
                LocalClient toBen = LocalClient.connect(ben.home.socket())) {
            NetworkDetail created = toAda.createNetwork("My Team");
            String old = keyOf(created);
            RotateNetworkResponse rotated = rotate(toAda, "", Duration.ofSeconds(3), false);
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(Files.readString(ada.home.networks())).doesNotContain(old));
            await().until(() -> toAda.network("").getGraceEndsUnixMs() == 0);
            List<String> problems = await().atMost(SOON)
                    .until(() -> problemsOfJoining(toBen, created.getJoinKey()), found -> !found.isEmpty());
            assertThat(problems).allMatch(problem -> problem.endsWith(": a peer is there that is not in this network"));
            assertThat(toBen.joinNetwork(rotated.getNetwork().getJoinKey()).getPeersUp())
                    .isEqualTo(1);
        }
    }

    @Test
    void rotate_ofWhatCannotBe_isRefusedAndADryRunChangesNothing() {
        try (Daemon _ = start(ada);
                LocalClient toAda = LocalClient.connect(ada.home.socket())) {
            NetworkDetail created = toAda.createNetwork("My Team");
            assertThatExceptionOfType(OmertaException.class)
                    .isThrownBy(() -> rotate(toAda, "n".repeat(10_000), Duration.ofMinutes(1), false))
                    .withMessageStartingWith("could not find the peer \"nnn")
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(140));
            assertThat(rotate(toAda, "", Duration.ofMinutes(1), true).getNetwork())
                    .isEqualTo(created);
            assertThat(toAda.network("")).isEqualTo(created);
            JoinLink link = JoinLink.parse(created.getJoinKey());
            toAda.leaveNetwork("");
            toAda.joinNetwork(new JoinLink(link.key(), "Old", List.of(), link.createdAt()).format());
            assertThatExceptionOfType(OmertaException.class)
                    .isThrownBy(() -> rotate(toAda, "", Duration.ofMinutes(1), false))
                    .withMessageContaining("does not say who created it");
        }
    }

    /** And leaves again. */
    private static List<String> problemsOfJoining(LocalClient client, String joinKey) {
        List<String> problems = client.joinNetwork(joinKey).getProblemsList();
        client.leaveNetwork("");
        return problems;
    }

    /** As files have it. */
    private static String keyOf(NetworkDetail network) {
        return Base64.getEncoder()
                .encodeToString(JoinLink.parse(network.getJoinKey()).key().toBytes());
    }

    private static RotateNetworkResponse rotate(LocalClient client, String exclude, Duration grace, boolean dryRun) {
        return client.rotateNetwork(RotateNetworkRequest.newBuilder()
                .addAllExclude(exclude.isEmpty() ? List.of() : List.of(exclude))
                .setGraceMs(grace.toMillis())
                .setDryRun(dryRun)
                .build());
    }

    /** What somebody has who only knows the old key, with where ben is now. */
    private static String withPeer(String networks, LocalClient there) {
        return networks.replaceFirst(
                "\"bootstrap_peers\" : \\[[^]]*]",
                "\"bootstrap_peers\" : [ \"127.0.0.1:" + there.status().getPort() + "\" ]");
    }

    private static Daemon start(TestShell shell, LocalClient there) throws IOException {
        Files.writeString(shell.home.networks(), withPeer(Files.readString(shell.home.networks()), there));
        return start(shell);
    }
}
