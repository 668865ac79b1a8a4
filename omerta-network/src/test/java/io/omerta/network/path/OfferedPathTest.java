package io.omerta.network.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a hostile requester, and somebody on the way, try at the provider's end. */
final class OfferedPathTest {
    private static final InetAddress HOST = InetAddress.ofLiteral("198.51.100.7");
    private static final InetSocketAddress REQUESTER = new InetSocketAddress(HOST, 50_000);
    private static final InetSocketAddress OTHER_PORT = new InetSocketAddress(HOST, 50_001);
    private static final InetSocketAddress VICTIM = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.66"), 53);
    private static final Duration NOW = Duration.ofSeconds(1_000);

    private final SplittableRandom random = new SplittableRandom(3);
    private final OfferedPath path = new OfferedPath(HOST, () -> Challenge.fresh(random));
    private long counter;

    private Proof probe() {
        return Proof.probe(2, 1, ++counter, Challenge.fresh(random));
    }

    private void prove(InetSocketAddress address, Duration when) {
        Proof reply = path.on(when, address, probe()).orElseThrow();
        assertThat(path.on(when, address, Proof.confirmation(reply))).isEmpty();
    }

    private Optional<InetSocketAddress> way() {
        return path.way().map(OfferedPath.Way::address);
    }

    @Test
    void probe_isAnsweredWithItsChallenge_andProvesNothingYet() {
        Proof probe = probe();
        Proof reply = path.on(NOW, REQUESTER, probe).orElseThrow();
        assertThat(reply.kind()).isEqualTo(Proof.Kind.REPLY);
        assertThat(reply.echo()).isEqualTo(probe.challenge());
        assertThat(reply.proven()).isFalse();
        assertThat(way()).isEmpty();
    }

    @Test
    void confirmation_provesTheAddress() {
        prove(REQUESTER, NOW);
        assertThat(way()).contains(REQUESTER);
        assertThat(path.on(NOW, REQUESTER, probe()).orElseThrow().proven()).isTrue();
    }

    @Test
    void probe_ofAThirdPartysAddress_isNotAnswered() {
        assertThat(path.on(NOW, VICTIM, probe())).isEmpty();
        assertThat(path.on(NOW, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 50_000), probe()))
                .isEmpty();
        assertThat(way()).isEmpty();
    }

    @Test
    void confirmation_fromAnotherAddressThanTheProbe_provesNeither() {
        Proof reply = path.on(NOW, REQUESTER, probe()).orElseThrow();
        assertThat(path.on(NOW, VICTIM, Proof.confirmation(reply))).isEmpty();
        assertThat(way()).isEmpty();
        assertThat(path.on(NOW, OTHER_PORT, Proof.confirmation(reply))).isEmpty();
        assertThat(way()).isEmpty();
    }

    @Test
    void replayedProbe_isNotAnswered() {
        Proof probe = probe();
        assertThat(path.on(NOW, REQUESTER, probe)).isPresent();
        assertThat(path.on(NOW, REQUESTER, probe)).isEmpty();
        assertThat(path.on(NOW, OTHER_PORT, probe)).isEmpty();
    }

    @Test
    void replayedConfirmation_doesNotMoveThePath() {
        Proof first = path.on(NOW, REQUESTER, probe()).orElseThrow();
        Proof confirmation = Proof.confirmation(first);
        var _ = path.on(NOW, REQUESTER, confirmation);
        prove(OTHER_PORT, NOW);
        var _ = path.on(NOW, REQUESTER, confirmation);
        assertThat(way()).contains(OTHER_PORT);
    }

    @Test
    void confirmation_withAChallengeOfOnesOwn_provesNothing() {
        Proof reply = path.on(NOW, REQUESTER, probe()).orElseThrow();
        Proof invented = new Proof(
                Proof.Kind.CONFIRMATION,
                2,
                1,
                false,
                0,
                Challenge.NONE,
                new Challenge(reply.challenge().high(), 0));
        var _ = path.on(NOW, REQUESTER, invented);
        var _ = path.on(
                NOW, REQUESTER, new Proof(Proof.Kind.CONFIRMATION, 2, 1, false, 0, Challenge.NONE, Challenge.NONE));
        assertThat(way()).isEmpty();
    }

    @Test
    void confirmation_thatComesTooLate_provesNothing() {
        Proof reply = path.on(NOW, REQUESTER, probe()).orElseThrow();
        var _ = path.on(NOW.plus(OfferedPath.ANSWER_WITHIN), REQUESTER, Proof.confirmation(reply));
        assertThat(way()).isEmpty();
    }

    @Test
    void reply_ofOurOwnSentBack_isIgnored() {
        Proof reply = path.on(NOW, REQUESTER, probe()).orElseThrow();
        assertThat(path.on(NOW, REQUESTER, reply)).isEmpty();
        assertThat(way()).isEmpty();
    }

    @Test
    void floodOfProbes_isAnsweredTenTimesASecond() {
        int answers = 0;
        for (int i = 0; i < 5_000; i++) {
            answers += path.on(NOW.plusMillis(i), REQUESTER, probe()).isPresent() ? 1 : 0;
        }
        assertThat(answers).isEqualTo(5 * OfferedPath.ANSWERS_PER_SECOND);
    }

    @Test
    void probesFromManyPorts_ofWhichNoneConfirms_keepNoMoreThanEightChallenges() {
        Proof first = path.on(NOW, REQUESTER, probe()).orElseThrow();
        for (int i = 1; i <= 8; i++) {
            assertThat(path.on(NOW, new InetSocketAddress(HOST, 50_000 + i), probe()))
                    .isPresent();
        }
        var _ = path.on(NOW, REQUESTER, Proof.confirmation(first));
        assertThat(way()).isEmpty();
    }

    @Test
    void lostPath_isNotUsedUntilItIsProvenAgain() {
        prove(REQUESTER, NOW);
        path.lost();
        assertThat(way()).isEmpty();
        assertThat(path.on(NOW, REQUESTER, probe()).orElseThrow().proven()).isFalse();
        prove(REQUESTER, NOW);
        assertThat(way()).contains(REQUESTER);
    }

    @Test
    void confirmation_ofAReplyFromBeforeTheLoss_provesNothing() {
        prove(REQUESTER, NOW);
        Proof reply = path.on(NOW, REQUESTER, probe()).orElseThrow();
        path.lost();
        assertThat(path.on(NOW, REQUESTER, Proof.confirmation(reply))).isEmpty();
        assertThat(way()).isEmpty();
    }

    @Test
    void provenAddress_isTrustedForAWhile() {
        prove(REQUESTER, NOW);
        assertThat(path.way().orElseThrow().until()).isEqualTo(NOW.plus(OfferedPath.TRUST));
        assertThat(path.on(NOW.plus(OfferedPath.TRUST), REQUESTER, probe())
                        .orElseThrow()
                        .proven())
                .isFalse();
    }
}
