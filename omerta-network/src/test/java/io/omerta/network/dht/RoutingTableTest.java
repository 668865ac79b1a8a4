package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoutingTableTest {
    private static final DhtSettings SETTINGS = new DhtSettings(8, 3, 3, Duration.ofHours(1), 2);

    private final Random random = new Random(1);
    private final NodeId self = NodeId.random(random);
    private final RoutingTable table = new RoutingTable(self, SETTINGS);
    private int hosts;
    private long now = 1;

    private KnownNode node(NodeId id) {
        return node(id, NodeAddress.ofIpv4((20 << 24) + (hosts++ << 8), 4_001));
    }

    private KnownNode node(NodeId id, NodeAddress address) {
        KnownNode node = new KnownNode(new Contact(id, address));
        node.proven = true;
        return node;
    }

    private KnownNode hear(KnownNode node) {
        node.answered(++now, 1_000);
        table.heard(node, now);
        return node;
    }

    /** In the farthest bucket, in one of its eight ranges. */
    private NodeId inRange(int range) {
        NodeId id;
        do {
            id = self.randomAt(0, random);
        } while (id.bits(1, 3) != range);
        return id;
    }

    private void fillEvenly() {
        for (int range = 0; range < 8; range++) {
            hear(node(inRange(range)));
        }
    }

    @Test
    void nearest_isWhatSortingAllGives() {
        List<NodeId> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            KnownNode node = hear(node(self.randomAt(random.nextInt(12), random)));
            if (table.find(node.id()) == node) {
                all.add(node.id());
            }
        }
        table.forEach(node -> assertThat(all).contains(node.id()));
        List<NodeId> there = new ArrayList<>();
        table.forEach(node -> there.add(node.id()));
        for (int i = 0; i < 100; i++) {
            NodeId target = self.randomAt(random.nextInt(16), random);
            there.sort(target::compareDistance);

            assertThat(table.nearest(target, 10).stream().map(KnownNode::id).toList())
                    .isEqualTo(there.subList(0, 10));
        }
    }

    @Test
    void reach_isTheDistanceOfTheKthNeighbour_andACrowdNearByChangesItLittle() {
        assertThat(table.reach()).isZero();
        for (int i = 0; i < 200; i++) {
            hear(node(NodeId.random(random)));
        }
        List<KnownNode> neighbours = table.nearest(self, 12);
        double reach = table.reach();
        assertThat(reach)
                .isBetween(
                        self.distance(neighbours.get(7).id()),
                        self.distance(neighbours.get(9).id()));

        NodeId point = self.randomAt(self.commonPrefix(neighbours.get(7).id()) + 3, random);
        for (int i = 0; i < 8; i++) {
            hear(node(point.randomAt(32, random)));
        }
        assertThat(table.nearest(self, 8)).doesNotContainAnyElementsOf(neighbours.subList(7, 12));
        assertThat(table.reach()).isBetween(0.5 * reach, 1.0 * reach);
    }

    @Test
    void evenBucket_whenFull_keepsThoseWhoWereThere() {
        fillEvenly();
        KnownNode late = node(inRange(3));

        assertThat(table.hasRoom(late.contact())).isFalse();
        hear(late);

        assertThat(table.find(late.id())).isNull();
        assertThat(table.size()).isEqualTo(8);
    }

    @Test
    void crowdedBucket_givesTheYoungestOfItsFullestRangeAway() {
        KnownNode eldest = hear(node(inRange(5)));
        KnownNode youngest = eldest;
        for (int i = 1; i < 8; i++) {
            youngest = hear(node(inRange(5)));
        }
        hear(eldest);
        KnownNode other = hear(node(inRange(2)));

        assertThat(table.find(other.id())).isSameAs(other);
        assertThat(table.find(eldest.id())).isSameAs(eldest);
        assertThat(table.find(youngest.id())).isNull();
        assertThat(table.size()).isEqualTo(8);
    }

    @Test
    void node_thatFailsTwice_makesWayForTheLastSpare_andIsRememberedAsLost() {
        fillEvenly();
        KnownNode failing = table.nearest(inRange(1), 1).getFirst();
        KnownNode spare = hear(node(inRange(3)));

        assertThat(table.failed(failing)).isNull();
        assertThat(table.failed(failing)).isEqualTo(spare.contact());

        assertThat(table.find(failing.id())).isNull();
        assertThat(table.lost()).isEqualTo(failing.contact());
    }

    @Test
    void node_thatFailedOnce_isNamedOnlyWhereNobodyElseIs() {
        KnownNode failing = hear(node(inRange(1)));
        table.failed(failing);
        assertThat(table.nearest(failing.id(), 5)).containsExactly(failing);

        KnownNode other = hear(node(inRange(7)));
        assertThat(table.nearest(failing.id(), 5)).containsExactly(other);

        hear(failing);
        assertThat(table.nearest(failing.id(), 5)).containsExactly(failing, other);
    }

    @Test
    void subnet_hasSoManyNodesInABucket_butALanHasAsManyAsItLikes() {
        for (int i = 0; i < 5; i++) {
            hear(node(inRange(i), NodeAddress.ofIpv4((20 << 24) + i, 4_001)));
        }
        assertThat(table.size()).isEqualTo(SETTINGS.perSubnet());

        for (int i = 0; i < 6; i++) {
            hear(node(inRange(i), NodeAddress.ofIpv4((10 << 24) + i, 4_001)));
        }
        assertThat(table.size()).isEqualTo(SETTINGS.bucketSize());
    }

    @Test
    void node_thatProvesItsIdFromElsewhere_takesThePlaceOfASilentOneOnly() {
        KnownNode there = hear(node(inRange(1)));
        KnownNode elsewhere = hear(node(there.id()));
        assertThat(table.find(there.id())).isSameAs(there);

        table.failed(there);
        hear(elsewhere);
        assertThat(table.find(there.id())).isSameAs(elsewhere);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void itself_isNeverInIt() {
        hear(node(self));
        table.spare(new Contact(self, NodeAddress.ofIpv4(20 << 24, 1)), now);

        assertThat(table.size()).isZero();
        assertThat(table.hasRoom(new Contact(self, NodeAddress.ofIpv4(20 << 24, 1))))
                .isFalse();
    }

    @Test
    void quietNodes_areTheLongestUnheardOfEachBucket() {
        KnownNode first = hear(node(inRange(0)));
        KnownNode second = hear(node(inRange(1)));
        KnownNode near = hear(node(self.randomAt(5, random)));

        assertThat(table.quietSince(now + 1)).containsExactly(first, near);
        hear(first);
        assertThat(table.quietSince(now)).containsExactly(second, near);
        assertThat(table.quietSince(0)).isEmpty();
    }

    @Test
    void flood_ofIds_keepsTheTableSmall() {
        for (int i = 0; i < 20_000; i++) {
            hear(node(NodeId.random(random)));
        }

        assertThat(table.size()).isLessThanOrEqualTo(20 * SETTINGS.bucketSize());
    }
}
