package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizeEstimateTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 20, 300, 10_000})
    void estimate_isNearTheNumberOfNodes(int count) {
        Random random = new Random(count);
        List<Contact> nodes = Stream.generate(
                        () -> new Contact(NodeId.random(random), NodeAddress.ofIpv4(20 << 24, 4_001)))
                .limit(count)
                .toList();
        SizeEstimate estimate = new SizeEstimate();
        assertThat(estimate.nodes(20, 0)).isEqualTo(1);
        for (int i = 0; i < 40; i++) {
            NodeId target = NodeId.random(random);
            estimate.observe(
                    target,
                    nodes.stream()
                            .sorted((one, two) -> target.compareDistance(one.id(), two.id()))
                            .limit(20)
                            .toList());
        }

        assertThat(estimate.nodes(20, 0)).isBetween(0.7 * count, 1.5 * count + 1);
    }

    @Test
    void whoCrowdsWhatIsLookedFor_changesItByAFactorOfTwoAtMost() {
        Random random = new Random(1);
        SizeEstimate estimate = new SizeEstimate();
        NodeId target = NodeId.random(random);
        List<Contact> crowd = Stream.generate(
                        () -> new Contact(target.randomAt(32, random), NodeAddress.ofIpv4(20 << 24, 4_001)))
                .limit(20)
                .toList();
        estimate.observe(target, crowd);

        // Of a thousand nodes the twentieth is at about one part of fifty.
        assertThat(estimate.nodes(20, 0)).isGreaterThan(1e9);
        assertThat(estimate.nodes(20, 0.019)).isCloseTo(2_001, within(1.0));
    }
}
