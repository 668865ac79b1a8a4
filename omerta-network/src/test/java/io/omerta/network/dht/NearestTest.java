package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearestTest {
    private final Random random = new Random(1);
    private final Nearest nearest = new Nearest(5, 2);
    private final List<Contact> all = new ArrayList<>();

    private void come(int count, int firstByte, int subnetStep) {
        for (int i = 0; i < count; i++) {
            NodeAddress address = NodeAddress.ofIpv4((firstByte << 24) + i * subnetStep, 4_001);
            Contact contact = new Contact(NodeId.random(random), address);
            all.add(contact);
            nearest.take(contact);
        }
    }

    private Contact at(int firstByte) {
        return new Contact(NodeId.random(random), NodeAddress.ofIpv4(firstByte << 24, 4_001));
    }

    @Test
    void ofManySubnets_areTheFirst() {
        come(9, 20, 256);

        assertThat(nearest.taken()).isEqualTo(all.subList(0, 5));
        assertThat(nearest.wants(at(30))).isFalse();
    }

    @Test
    void afterManyOfOneSubnet_othersAreWanted_untilThereAreEnoughOfThem() {
        come(8, 20, 1);
        assertThat(nearest.wants(at(20))).isFalse();
        assertThat(nearest.wants(at(30))).isTrue();
        come(9, 30, 256);

        // Five of one subnet, two of which count; three others beside them.
        assertThat(nearest.taken())
                .isEqualTo(List.of(
                        all.get(0),
                        all.get(1),
                        all.get(2),
                        all.get(3),
                        all.get(4),
                        all.get(8),
                        all.get(9),
                        all.get(10)));
        assertThat(nearest.wants(at(40))).isFalse();
    }

    @Test
    void inALan_everybodyIsInOneSubnet() {
        come(9, 10, 1);

        assertThat(nearest.taken()).isEqualTo(all.subList(0, 5));
        assertThat(nearest.wants(at(30))).isFalse();
    }
}
