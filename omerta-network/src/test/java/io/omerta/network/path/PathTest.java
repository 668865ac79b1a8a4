package io.omerta.network.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ends of a path on a network in virtual time. */
final class PathTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final StandInNetwork network = new StandInNetwork();

    @Test
    void path_thatWorks_isProvenAtBothEndsAfterTwoRoundTrips() {
        network.run(Duration.ofMillis(59));
        assertThat(network.providersWay()).isEmpty();
        network.run(Duration.ofMillis(2));
        assertThat(network.providersWay()).contains(network.mapping);
        assertThat(network.sought.isProven()).isFalse();
        network.run(Duration.ofMillis(60));
        assertThat(network.sought.isProven()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 300, 700})
    void path_ofAnyDelay_staysProven(int millis) {
        network.delay = Duration.ofMillis(millis);
        network.run(SECOND.multipliedBy(20));
        assertThat(network.sought.isProven()).isTrue();
        for (int i = 0; i < 600; i++) {
            network.runUsed(SECOND);
            assertThat(network.providerSends()).as("after %s", network.now()).isTrue();
        }
        assertThat(network.losses()).isZero();
    }

    @Test
    void idlePath_staysProven_withFewMessages() {
        network.run(SECOND.multipliedBy(2));
        int before = network.sentToProvider;
        network.run(SECOND.multipliedBy(600));
        assertThat(network.providerSends()).isTrue();
        assertThat(network.sought.isProven()).isTrue();
        // A probe and a confirmation every 3 s.
        assertThat(network.sentToProvider - before).isBetween(390, 420);
    }

    @Test
    void usedPath_isCut_bothGoBackToTheStreamInTwoSeconds() {
        network.run(SECOND);
        network.runUsed(SECOND);
        network.toProviderCut = true;
        network.toRequesterCut = true;
        network.runUsed(Duration.ofMillis(2_050));
        assertThat(network.sought.isProven()).isFalse();
        assertThat(network.providersWay()).isEmpty();
        assertThat(network.losses()).isEqualTo(1);
    }

    @Test
    void path_isCutInOneDirection_bothGoBackToTheStream() {
        network.run(SECOND);
        network.toProviderCut = true;
        network.runUsed(Duration.ofMillis(2_050));
        assertThat(network.sought.isProven()).isFalse();
        assertThat(network.providersWay()).isEmpty();
        network.toProviderCut = false;
        network.run(SECOND.multipliedBy(10));
        assertThat(network.sought.isProven()).isTrue();
        network.toRequesterCut = true;
        network.runUsed(Duration.ofMillis(2_050));
        assertThat(network.sought.isProven()).isFalse();
        assertThat(network.providersWay()).isEmpty();
    }

    @Test
    void idlePath_isCutAndNothingCanBeTold_providerGoesBackByItself() {
        network.run(SECOND);
        network.streamWorks = false;
        network.toProviderCut = true;
        network.run(OfferedPath.TRUST);
        assertThat(network.providersWay()).isEmpty();
    }

    @Test
    void path_thatWasCut_isProvenAgainSoonAfter() {
        network.run(SECOND);
        network.toProviderCut = true;
        network.runUsed(SECOND.multipliedBy(5));
        network.toProviderCut = false;
        network.runUsed(SECOND.multipliedBy(5));
        assertThat(network.sought.isProven()).isTrue();
        assertThat(network.providerSends()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 30, 300})
    void path_thatWasCutForLong_isProvenAgainInFourSeconds(int seconds) {
        network.run(SECOND);
        network.toProviderCut = true;
        network.runUsed(SECOND.multipliedBy(seconds));
        network.toProviderCut = false;
        network.runUsed(SECOND.multipliedBy(4));
        assertThat(network.sought.isProven()).isTrue();
        assertThat(network.providerSends()).isTrue();
    }

    @Test
    void path_thatWorksLate_isProvenThen() {
        network.toProviderCut = true;
        network.run(SECOND.multipliedBy(300));
        network.toProviderCut = false;
        network.run(SoughtPath.LONGEST_PAUSE.plus(SECOND));
        assertThat(network.sought.isProven()).isTrue();
        assertThat(network.providerSends()).isTrue();
    }

    @Test
    void path_thatNeverWorks_isTriedRarely() {
        network.toProviderCut = true;
        network.run(SECOND.multipliedBy(600));
        assertThat(network.sentToProvider).isBetween(40, 50);
        assertThat(network.losses()).isZero();
    }

    @Test
    void fifthOfAllIsLost_pathStaysProvenMostOfTheTime() {
        network.loss = 0.2;
        network.run(SECOND.multipliedBy(20));
        int proven = 0;
        for (int i = 0; i < 1_000; i++) {
            network.runUsed(SECOND);
            proven += network.sought.isProven() && network.providerSends() ? 1 : 0;
        }
        assertThat(proven).isGreaterThan(970);
    }

    @Test
    void natChangesItsMapping_theNewAddressProvesItselfBeforeAnythingIsSentThere() {
        network.run(SECOND);
        InetSocketAddress before = network.mapping;
        network.mapping = new InetSocketAddress(StandInNetwork.REQUESTER, 50_001);
        assertThat(network.providersWay()).contains(before);
        network.runUsed(SECOND);
        assertThat(network.providersWay()).contains(network.mapping);
        assertThat(network.sought.isProven()).isTrue();
    }

    @Test
    void requestersHostChanges_nothingIsSentThere() {
        network.run(SECOND);
        int before = network.sentToRequester;
        network.mapping = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.66"), 50_000);
        network.runUsed(SECOND.multipliedBy(30));
        assertThat(network.sentToRequester).isEqualTo(before);
        assertThat(network.providersWay()).isEmpty();
        assertThat(network.sought.isProven()).isFalse();
    }

    @Test
    void provider_neverSendsMoreThanItReceives() {
        network.loss = 0.3;
        network.runUsed(SECOND.multipliedBy(300));
        assertThat(network.sentToRequester).isPositive().isLessThan(network.sentToProvider);
    }
}
