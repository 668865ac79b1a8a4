package io.omerta.bench.dht;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.identity.Identity;
import io.omerta.core.network.NetworkKey;
import io.omerta.network.dht.DhtSettings;
import io.omerta.network.dht.IdentityCredentials;
import io.omerta.network.dht.NodeId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small overlays, in which the same is true as in large ones. */
class OverlayTest {
    private static final int NODES = 100;

    private static Overlay grown(long seed, double part, Behaviour others) {
        return grown(new Overlay(seed, DhtSettings.DEFAULT), part, others);
    }

    private static Overlay grown(Overlay overlay, double part, Behaviour others) {
        overlay.network().loss(Scenes.LOSS);
        overlay.grow(NODES, Duration.ofSeconds(15), part, others);
        overlay.time().run(Duration.ofMinutes(1));
        return overlay;
    }

    private static Searches searched(Overlay overlay, List<Overlay.Published> values) {
        Searches searches = new Searches(overlay);
        searches.run(values, 2, Duration.ofSeconds(20), _ -> true);
        return searches;
    }

    private static Finds lookedUp(Overlay overlay) {
        Finds finds = new Finds(overlay);
        finds.run(200, Duration.ofSeconds(20));
        return finds;
    }

    private static long digest(long seed) {
        Overlay overlay = grown(seed, 0.2, Behaviour.HONEST);
        overlay.publish(5, Duration.ofSeconds(5));
        overlay.crash(0.2);
        overlay.time().run(Duration.ofMinutes(5));
        return overlay.network().digest();
    }

    @Test
    void sameSeed_givesTheSameDatagrams_anotherOneOthers() {
        assertThat(digest(1)).isEqualTo(digest(1)).isNotEqualTo(digest(2));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void values_areFound_amongNodesThatComeAndGo_andWhenAThirdIsDeadAtOnce(long seed) {
        Overlay overlay = grown(seed, 0, Behaviour.HONEST);
        List<Overlay.Published> values = overlay.publish(60, Duration.ofSeconds(20));
        overlay.churn(Scenes.CHURN_PER_HOUR);
        overlay.time().run(Duration.ofMinutes(30));

        assertThat(searched(overlay, values).foundPart()).isEqualTo(1);
        assertThat(lookedUp(overlay).rightPart()).isGreaterThanOrEqualTo(0.99);

        overlay.crash(0.3);
        Searches dead = searched(overlay, values);
        assertThat(dead.foundPart()).isEqualTo(1);
        assertThat(dead.milliseconds.percentile(99)).isLessThan(2_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void nearestNodes_areFound_whenAFifthLiesTogether(long seed) {
        Overlay overlay = new Overlay(seed, DhtSettings.DEFAULT);
        grown(overlay, 0.2, new Colluders(overlay.network()));
        List<Overlay.Published> values = overlay.publish(60, Duration.ofSeconds(20));

        assertThat(lookedUp(overlay).rightPart()).isGreaterThanOrEqualTo(0.99);
        assertThat(searched(overlay, values).foundPart()).isEqualTo(1);
    }

    @Test
    void values_areFound_amongThoseWhoTalkNonsense() {
        Overlay overlay = new Overlay(7, DhtSettings.DEFAULT);
        grown(overlay, 0.2, new Garblers(overlay.network(), new SplittableRandom(7)));
        List<Overlay.Published> values = overlay.publish(60, Duration.ofSeconds(20));

        assertThat(searched(overlay, values).foundPart()).isEqualTo(1);
        assertThat(lookedUp(overlay).rightPart()).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void halves_thatWereApartForAnHour_findEachOtherAgain() {
        Overlay overlay = grown(8, 0, Behaviour.HONEST);
        List<Overlay.Published> values = overlay.publish(60, Duration.ofSeconds(20));
        overlay.network().connected((from, to) -> (from.low() >> 8 & 1) == (to.low() >> 8 & 1));
        overlay.time().run(Duration.ofHours(1));
        overlay.network().connected((from, to) -> true);
        overlay.time().run(Duration.ofMinutes(5));

        assertThat(lookedUp(overlay).rightPart()).isGreaterThanOrEqualTo(0.99);
        assertThat(searched(overlay, values).foundPart()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void nodes_thatCannotBeReached_areInNoTable_andCostLookupsNothing(long seed) {
        Overlay open = grown(seed, 0, Behaviour.HONEST);
        Finds without = lookedUp(open);
        Overlay overlay = new Overlay(seed, DhtSettings.DEFAULT);
        overlay.natted(Scenes.NATTED);
        grown(overlay, 0, Behaviour.HONEST);
        List<Overlay.Published> values = overlay.publish(60, Duration.ofSeconds(20));

        Finds finds = lookedUp(overlay);
        assertThat(overlay.population().all()).anyMatch(SimulatedNode::isNatted);
        assertThat(overlay.unreachablePart()).isZero();
        assertThat(finds.rightPart()).isEqualTo(1);
        assertThat(finds.rounds.percentile(99)).isLessThanOrEqualTo(without.rounds.percentile(99) + 1);
        // They took twice as long when such nodes were in tables. Of 200 the second slowest says nothing.
        assertThat(finds.milliseconds.percentile(90)).isLessThanOrEqualTo(1.2 * without.milliseconds.percentile(90));
        assertThat(searched(overlay, values).foundPart()).isEqualTo(1);

        overlay.time().run(Duration.ofHours(1));
        assertThat(overlay.unreachablePart()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {14, 15})
    void values_areFound_aroundWhichOneSubnetCrowds_andThoseThatArePublishedThen(long seed) {
        Overlay overlay = grown(seed, 0, Behaviour.HONEST);
        List<Overlay.Published> victims = overlay.publish(5, Duration.ofSeconds(5));
        Behaviour colluders = new Colluders(overlay.network());
        victims.forEach(victim -> Sybils.around(victim.key(), overlay, colluders, 32, Duration.ofSeconds(15)));

        assertThat(searched(overlay, victims).foundPart()).isEqualTo(1);
        assertThat(searched(overlay, overlay.publishAgain(victims)).foundPart()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {16, 17})
    void values_areFound_aroundWhichManySubnetsCrowd_andThoseThatArePublishedThen(long seed) {
        Overlay overlay = grown(seed, 0, Behaviour.HONEST);
        List<Overlay.Published> victims = overlay.publish(2, Duration.ofSeconds(5));
        Behaviour colluders = new Colluders(overlay.network());
        victims.forEach(victim -> Sybils.fromManySubnets(victim.key(), overlay, colluders, 32, Duration.ofSeconds(15)));

        assertThat(searched(overlay, victims).foundPart()).isEqualTo(1);
        // Nothing was found while lookups ended with the nearest.
        assertThat(searched(overlay, overlay.publishAgain(victims)).foundPart()).isEqualTo(1);
    }

    @Test
    void realSignatures_changeNothing() {
        SecureRandom secure = new SecureRandom();
        NetworkKey key = NetworkKey.random(secure);
        Overlay overlay =
                new Overlay(9, DhtSettings.DEFAULT, _ -> new IdentityCredentials(Identity.generate(secure), key.id()));
        overlay.grow(30, Duration.ofSeconds(10));
        overlay.time().run(Duration.ofSeconds(30));
        List<Overlay.Published> values = overlay.publish(10, Duration.ofSeconds(5));

        assertThat(searched(overlay, values).foundPart()).isEqualTo(1);
        assertThat(lookedUp(overlay).rightPart()).isEqualTo(1);
    }

    @Test
    void trulyNearest_areThoseThatComparingAllGives() {
        Overlay overlay = grown(10, 0, Behaviour.HONEST);
        NodeId target = NodeId.random(overlay.random());

        assertThat(overlay.population().nearest(target, 20, _ -> true))
                .isEqualTo(overlay.population().all().stream()
                        .sorted((one, two) -> target.compareDistance(one.id(), two.id()))
                        .limit(20)
                        .toList());
    }

    @Test
    void roundTrips_haveTheirMedian_andAreTheSameBothWays() {
        Latencies latencies = new Latencies(1, Duration.ofMillis(50).toNanos(), new SplittableRandom(1));
        Samples samples = new Samples();
        for (int i = 0; i < 20_000; i++) {
            samples.add((latencies.base(i, 7) + latencies.base(7, i)) / 1e6);
            assertThat(latencies.next(i, 7)).isGreaterThanOrEqualTo(latencies.base(7, i));
        }

        assertThat(samples.percentile(50)).isBetween(49.0, 51.0);
        // Of a Gamma distribution of shape 2: 6.638 of the scale, which is 50 ms / 1.678.
        assertThat(samples.percentile(99)).isBetween(190.0, 206.0);
    }
}
