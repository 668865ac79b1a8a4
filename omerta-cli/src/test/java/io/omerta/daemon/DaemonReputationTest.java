package io.omerta.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Blob;
import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.core.job.Resources;
import io.omerta.core.job.Usage;
import io.omerta.core.network.NetworkId;
import io.omerta.core.store.JobRecord;
import io.omerta.core.store.JobStore;
import io.omerta.local.LocalClient;
import io.omerta.proto.local.Peer;
import io.omerta.proto.local.PeerReputation;
import io.omerta.standin.TestShell;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a whole daemon says of peers: of those on line, and of those of which it only remembers something. */
class DaemonReputationTest extends LoopbackDaemonsTest {
    private static final PeerId GONE = PeerId.ofPublicKey(new byte[32]);

    private final TestShell ada = shell();
    private final TestShell ben = shell();

    @Test
    void reputation_isThatOfMembersAndOfThoseLongGone_andPeersShowsIt() {
        PeerId idOfAda = Identity.loadOrCreate(ada.home.identity()).peerId();
        PeerId idOfBen = Identity.loadOrCreate(ben.home.identity()).peerId();
        failedBy(GONE, idOfAda);
        try (Daemon _ = start(ben);
                LocalClient toBen = LocalClient.connect(ben.home.socket())) {
            try (Daemon _ = start(ada);
                    LocalClient toAda = LocalClient.connect(ada.home.socket())) {
                String key = toAda.createNetwork("My Team").getJoinKey();
                assertThat(toBen.joinNetwork(key).getPeersUp()).isEqualTo(1);
                assertThat(toBen.peers("")).extracting(Peer::getReputation).containsExactly(50);
                assertThat(reputations(toBen)).containsExactly(Map.entry(idOfAda.text(), 50));
                assertThat(reputations(toAda)).contains(Map.entry(GONE.text(), 40));
                assertSaysWhy(toAda);
            }
            failedBy(idOfBen, idOfAda);
            try (Daemon _ = start(ada);
                    LocalClient toAda = LocalClient.connect(ada.home.socket())) {
                await().atMost(Duration.ofSeconds(10)).until(() -> up(toAda) == 1);
                assertThat(toAda.peers("")).extracting(Peer::getReputation).containsExactly(40);
                assertThat(reputations(toAda)).containsOnly(Map.entry(GONE.text(), 40), Map.entry(idOfBen.text(), 40));
            }
        }
    }

    private static Map<String, Integer> reputations(LocalClient client) {
        return client.reputations("").stream()
                .collect(Collectors.toMap(PeerReputation::getPeerId, PeerReputation::getReputation));
    }

    private static void assertSaysWhy(LocalClient client) {
        PeerReputation gone = client.reputations(GONE.name().text()).getFirst();
        assertThat(client.reputations(GONE.text().substring(0, 10)))
                .extracting(PeerReputation::getPeerId)
                .containsExactly(gone.getPeerId());
        assertThat(gone.getReputation()).isEqualTo(40);
        assertThat(gone.getCountedList()).hasSize(1);
        assertThat(gone.getCounted(0).getDeed()).isEqualTo("FAILED_A_JOB");
        assertThat(gone.getCounted(0).getWhat()).isEqualTo("took a job of this machine and failed it");
        assertThatExceptionOfType(OmertaException.class)
                .isThrownBy(() -> client.reputations("nobody-here"))
                .withMessageStartingWith("could not find the peer \"nobody-here\": no member of that name was seen")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .satisfies(e -> assertThat(e.hint()).isEqualTo("omerta reputation"));
    }

    /** While no daemon runs: a job of Ada's was failed by that peer. */
    private void failedBy(PeerId provider, PeerId self) {
        JobId job = JobId.random(new Random(provider.hashCode()));
        try (JobStore store = JobStore.open(ada.home.database(), self)) {
            store.requested()
                    .insert(
                            JobRecord.submitted(
                                    job,
                                    NetworkId.ofBytes(new byte[32]),
                                    "My Team",
                                    "bash",
                                    "",
                                    new Resources(1, 1L << 30, 1L << 30),
                                    true,
                                    Instant.now()),
                            Blob.ofText(""));
            store.requested().assign(job, provider, 1);
            JobEnd end = new JobEnd(
                    JobState.FAILED,
                    Optional.empty(),
                    Cause.PROVIDER_FAILED,
                    "",
                    "",
                    Usage.NOTHING,
                    Optional.empty(),
                    false);
            assertThat(store.requested().end(job, end, Instant.now())).isTrue();
        }
    }
}
