package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearestTest {
    private final Random random = new Random(1);
    private final NodeId point = NodeId.random(random);
    private Nearest nearest = new Nearest(new Wanted(point, 5, 2, 0));
    private final List<Contact> all = new ArrayList<>();
    private final List<Contact> taken = new ArrayList<>();

    private void come(int count, int firstByte, int subnetStep) {
        for (int i = 0; i < count; i++) {
            NodeAddress address = NodeAddress.ofIpv4((firstByte << 24) + i * subnetStep, 4_001);
            Contact contact = new Contact(NodeId.random(random), address);
            all.add(contact);
            if (nearest.take(contact)) {
                taken.add(contact);
            }
        }
    }

    private Contact at(int firstByte) {
        return new Contact(NodeId.random(random), NodeAddress.ofIpv4(firstByte << 24, 4_001));
    }

    @Test
    void ofManySubnets_areTheFirst() {
        come(9, 20, 256);

        assertThat(taken).isEqualTo(all.subList(0, 5));
        assertThat(nearest.wants(at(30))).isFalse();
        assertThat(nearest.isFull(NodeId.random(random))).isTrue();
    }

    @Test
    void afterManyOfOneSubnet_othersAreWanted_untilThereAreEnoughOfThem() {
        come(8, 20, 1);
        assertThat(nearest.wants(at(20))).isFalse();
        assertThat(nearest.wants(at(30))).isTrue();
        come(9, 30, 256);

        // Five of one subnet, two of which count; three others beside them.
        assertThat(taken)
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
    void nearAPoint_allOfManySubnetsAreWanted_fewOfOne_andFarAwayNone() {
        nearest = new Nearest(new Wanted(point, 5, 2, 0x1p-8));
        List<Contact> near = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            // Half of them in one subnet.
            int host = i % 2 == 0 ? (30 << 24) + i : (31 << 24) + (i << 8);
            near.add(new Contact(point.randomAt(8, random), NodeAddress.ofIpv4(host, 4_001)));
        }
        near.sort((one, two) -> point.compareDistance(one.id(), two.id()));

        assertThat(near.stream().filter(nearest::take).toList()).hasSizeBetween(22, 25);
        Contact far = new Contact(point.randomAt(7, random), NodeAddress.ofIpv4(32 << 24, 4_001));
        assertThat(nearest.isFull(near.getLast().id())).isFalse();
        assertThat(nearest.wants(far)).isFalse();
        assertThat(nearest.isFull(far.id())).isTrue();
    }

    @Test
    void nearAPoint_thereIsAnEndToIt() {
        nearest = new Nearest(new Wanted(point, 5, 2, 0x1p-8));
        for (int i = 0; i < 1_000; i++) {
            NodeAddress address = NodeAddress.ofIpv4((40 << 24) + (i << 8), 4_001);
            Contact contact = new Contact(point.randomAt(9, random), address);
            if (nearest.take(contact)) {
                taken.add(contact);
            }
        }

        assertThat(taken).hasSize(Wanted.MOST);
    }

    @Test
    void inALan_everybodyIsInOneSubnet() {
        come(9, 10, 1);

        assertThat(taken).isEqualTo(all.subList(0, 5));
        assertThat(nearest.wants(at(30))).isFalse();
        assertThat(nearest.isFull(NodeId.random(random))).isTrue();
    }
}
