package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
    private static final NodeAddress OTHER = NodeAddress.ofIpv4(20 << 24, 4_001);
    private static final NodeAddress ITS_OTHER_PORT = NodeAddress.ofIpv4(20 << 24, 34_001);
    private static final NodeAddress NEIGHBOUR = NodeAddress.ofIpv4(10 << 24 | 1, 4_001);

    private final Reachability reachability = new Reachability();
    private long now;
    private long transaction;

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** Asks, and is answered; with a knock that does not come. */
    private void askInVain(int times) {
        for (int i = 0; i < times; i++) {
            if (reachability.asks(OTHER, ++transaction, now)) {
                reachability.answered(OTHER, transaction, true, now);
            }
        }
    }

    private boolean knockFrom(NodeAddress from) {
        assertThat(reachability.asks(OTHER, ++transaction, now)).isTrue();
        return reachability.knocked(from, transaction, now);
    }

    @Test
    void atFirst_hidesWhereItAsks_andNotWhereItIsAsked() {
        assertThat(reachability.isHiddenAsking(OTHER, now)).isTrue();
        assertThat(reachability.isHiddenAnswering(OTHER, now)).isFalse();
    }

    @Test
    void knock_fromAnotherPort_showsThatItIsReached_andIsNewsOnce() {
        assertThat(knockFrom(ITS_OTHER_PORT)).isTrue();

        assertThat(reachability.isHiddenAsking(OTHER, now)).isFalse();
        assertThat(reachability.knocked(ITS_OTHER_PORT, transaction, now)).isFalse();
        assertThat(reachability.asks(OTHER, ++transaction, now)).isFalse();
    }

    @Test
    void knock_fromWhereItHasSentTo_orFromAnotherHost_orUnasked_showsNothing() {
        assertThat(knockFrom(OTHER)).isFalse();
        assertThat(knockFrom(NodeAddress.ofIpv4(21 << 24, 34_001))).isFalse();
        assertThat(reachability.knocked(ITS_OTHER_PORT, 77, now)).isFalse();

        assertThat(reachability.isHiddenAsking(OTHER, now)).isTrue();
    }

    @Test
    void answers_withoutTheirKnocks_hideItInAnswersToo() {
        askInVain(1);
        assertThat(reachability.isHiddenAnswering(OTHER, now)).isFalse();
        pass(Duration.ofSeconds(1));

        assertThat(reachability.isHiddenAnswering(OTHER, now)).isTrue();
        assertThat(reachability.isHiddenAsking(OTHER, now)).isTrue();
    }

    @Test
    void answer_ofWhoCannotKnock_isAsGoodAsAKnock_untilSomebodyCan() {
        assertThat(reachability.asks(OTHER, ++transaction, now)).isTrue();
        reachability.answered(OTHER, transaction, false, now);
        assertThat(reachability.isHiddenAsking(OTHER, now)).isFalse();

        askInVain(1);
        pass(Duration.ofSeconds(1));
        assertThat(reachability.isHiddenAsking(OTHER, now)).isTrue();
    }

    @Test
    void reached_isAskedForAgain_andLostWhenNobodyGetsThroughAnyMore() {
        knockFrom(ITS_OTHER_PORT);
        pass(Duration.ofMinutes(31));
        askInVain(2);
        pass(Duration.ofSeconds(1));
        assertThat(reachability.isHiddenAsking(OTHER, now)).isFalse();

        askInVain(1);
        assertThat(reachability.isHiddenAsking(OTHER, now)).isTrue();
        assertThat(reachability.isHiddenAnswering(OTHER, now)).isTrue();
    }

    @Test
    void hidden_asksAgainAfterMinutes_notWithEachRequest() {
        askInVain(100);
        assertThat(reachability.asks(OTHER, ++transaction, now)).isFalse();
        pass(Duration.ofMinutes(6));

        assertThat(reachability.isHiddenAsking(OTHER, now)).isTrue();
        assertThat(knockFrom(ITS_OTHER_PORT)).isTrue();
    }

    @Test
    void reachedOnItsSite_saysNothingOfTheInternet() {
        assertThat(reachability.asks(NEIGHBOUR, ++transaction, now)).isTrue();
        assertThat(reachability.knocked(NodeAddress.ofIpv4(10 << 24 | 1, 34_001), transaction, now))
                .isTrue();

        assertThat(reachability.isHiddenAsking(NEIGHBOUR, now)).isFalse();
        assertThat(reachability.isHiddenAsking(OTHER, now)).isTrue();
    }
}
