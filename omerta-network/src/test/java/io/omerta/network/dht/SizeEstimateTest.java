package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
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
        assertThat(estimate.nodes()).isEqualTo(1);
        for (int i = 0; i < 40; i++) {
            NodeId target = NodeId.random(random);
            estimate.observe(
                    target,
                    nodes.stream()
                            .sorted((one, two) -> target.compareDistance(one.id(), two.id()))
                            .limit(20)
                            .toList());
        }

        assertThat(estimate.nodes()).isBetween(0.7 * count, 1.5 * count + 1);
    }
}
