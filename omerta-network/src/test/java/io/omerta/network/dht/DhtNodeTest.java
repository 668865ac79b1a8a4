package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.omerta.proto.dht.DhtMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DhtNodeTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final StandInOverlay overlay = new StandInOverlay(new DhtSettings(8, 3, 3, Duration.ofHours(1), 3));

    private ByteString value(NodeId owner, long version, int more) {
        return StandInRecords.value(owner, version, overlay.timers.unixMillis() + 3_600_000, more);
    }

    private Publication.Outcome publish(DhtNode by, NodeId key, ByteString value) throws RefusedRecordException {
        List<Publication.Outcome> outcomes = new ArrayList<>();
        by.publish(key, value, outcomes::add);
        overlay.timers.pass(SOON);
        assertThat(outcomes).hasSize(1);
        return outcomes.getFirst();
    }

    private List<DhtRecord> search(DhtNode by, NodeId key, int holders) {
        List<List<DhtRecord>> results = new ArrayList<>();
        by.search(key, holders, (record, round) -> {}, results::add);
        overlay.timers.pass(SOON);
        assertThat(results).hasSize(1);
        return results.getFirst();
    }

    @Test
    void lookup_findsTheNearestOfAll() {
        List<DhtNode> nodes = overlay.grow(40);
        for (int i = 0; i < 20; i++) {
            NodeId target = NodeId.random(overlay.random);
            List<Contact> found = new ArrayList<>();
            nodes.get(i).find(target, found::addAll);
            overlay.timers.pass(SOON);

            NodeId seeker = nodes.get(i).id();
            assertThat(found.stream().map(Contact::id).toList())
                    .isEqualTo(nodes.stream()
                            .map(DhtNode::id)
                            .filter(id -> !id.equals(seeker))
                            .sorted(target::compareDistance)
                            .limit(8)
                            .toList());
        }
    }

    @Test
    void lookup_ofANodeThatKnowsNobody_endsAtOnce() {
        DhtNode alone = overlay.add();
        List<LookupResult> results = new ArrayList<>();
        alone.lookUp(NodeId.random(overlay.random), results::add);

        assertThat(results).containsExactly(new LookupResult(List.of(), List.of(), 0, 0));
        assertThat(search(alone, NodeId.random(overlay.random), 1)).isEmpty();
    }

    @Test
    void bootstrap_fromAddressesWhereNobodyIs_saysSo() {
        DhtNode node = overlay.add();
        List<Integer> known = new ArrayList<>();
        node.bootstrap(List.of(), List.of(overlay.nextAddress(), overlay.nextAddress()), known::add);
        overlay.timers.pass(SOON);

        assertThat(known).containsExactly(0);
    }

    @Test
    void record_isFoundByAll_whoeverKeepsIt_alsoWhenMostHoldersAreGone() throws RefusedRecordException {
        List<DhtNode> nodes = overlay.grow(30);
        NodeId key = NodeId.random(overlay.random);
        Publication.Outcome outcome =
                publish(nodes.get(3), key, value(nodes.get(3).id(), 1, 100));
        assertThat(outcome.kept()).isGreaterThanOrEqualTo(7);
        assertThat(outcome.refused()).isZero();

        List<DhtNode> byDistance = new ArrayList<>(nodes);
        byDistance.sort((one, two) -> key.compareDistance(one.id(), two.id()));
        byDistance.subList(0, 6).forEach(overlay::crash);
        for (DhtNode node : byDistance.subList(6, 30)) {
            assertThat(search(node, key, 1)).hasSize(1);
        }
    }

    private static boolean isKnown(DhtNode node, List<DhtNode> to) {
        return to.stream()
                .anyMatch(other -> other.contacts().stream()
                        .anyMatch(contact -> contact.id().equals(node.id())));
    }

    @Test
    void node_thatOthersDoNotReach_isInNoTable_findsAll_andWhatItPublishesIsFound() throws RefusedRecordException {
        List<DhtNode> nodes = overlay.grow(20);
        DhtNode hidden = overlay.add();
        overlay.hide(hidden);
        hidden.bootstrap(List.of(), List.of(overlay.addressOf(nodes.getFirst())), _ -> {});
        overlay.timers.pass(SOON);
        NodeId key = NodeId.random(overlay.random);
        publish(hidden, key, value(hidden.id(), 1, 10));

        assertThat(hidden.known()).isGreaterThanOrEqualTo(8);
        for (DhtNode node : nodes) {
            assertThat(search(node, key, 1)).hasSize(1);
        }
        assertThat(isKnown(hidden, nodes)).isFalse();
    }

    @Test
    void node_thatOthersReachAgain_orNoMore_isInTables_orNoMore() {
        List<DhtNode> nodes = overlay.grow(20);
        DhtNode node = overlay.add();
        overlay.hide(node);
        node.bootstrap(List.of(), List.of(overlay.addressOf(nodes.getFirst())), _ -> {});
        overlay.timers.pass(SOON);
        assertThat(isKnown(node, nodes)).isFalse();

        overlay.show(node);
        overlay.timers.pass(Duration.ofHours(1));
        assertThat(isKnown(node, nodes)).isTrue();

        overlay.hide(node);
        overlay.timers.pass(Duration.ofHours(3));
        assertThat(isKnown(node, nodes)).isFalse();
    }

    @Test
    void laterVersion_isTheOneThatIsFound_andAnOlderOneIsRefused() throws RefusedRecordException {
        List<DhtNode> nodes = overlay.grow(20);
        NodeId key = NodeId.random(overlay.random);
        NodeId owner = nodes.getFirst().id();
        publish(nodes.getFirst(), key, value(owner, 1, 10));
        publish(nodes.getFirst(), key, value(owner, 2, 10));

        // All k that keep the later one refuse it; others may be asked too.
        assertThat(publish(nodes.get(5), key, value(owner, 1, 10)).refused()).isGreaterThanOrEqualTo(8);
        assertThat(search(nodes.get(9), key, 8)).hasSize(1).allMatch(record -> record.version() == 2);
    }

    @Test
    void recordsOfManyOwners_comeInPages_allOfThem() throws RefusedRecordException {
        List<DhtNode> nodes = overlay.grow(12);
        NodeId key = NodeId.random(overlay.random);
        Set<NodeId> owners = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            NodeId owner = NodeId.random(overlay.random);
            owners.add(owner);
            publish(nodes.get(i % 12), key, value(owner, 1, 400));
        }
        DhtNode seeker = overlay.add();
        seeker.bootstrap(List.of(), List.of(overlay.addressOf(nodes.getFirst())), _ -> {});
        overlay.timers.pass(SOON);
        overlay.datagrams.clear();

        assertThat(search(seeker, key, 1).stream().map(DhtRecord::owner))
                .hasSize(100)
                .containsAll(owners);
        assertThat(overlay.datagrams).allMatch(datagram -> datagram.content().size() <= DhtSettings.MAX_MESSAGE);
    }

    @Test
    void newcomer_getsTheRecordsThatItIsToKeep_fromThoseThatKeepThem() throws RefusedRecordException {
        List<DhtNode> nodes = overlay.grow(4);
        NodeId key = NodeId.random(overlay.random);
        publish(nodes.getFirst(), key, value(nodes.getFirst().id(), 1, 10));
        DhtNode newcomer = overlay.add();
        newcomer.bootstrap(List.of(), List.of(overlay.addressOf(nodes.getLast())), _ -> {});
        overlay.timers.pass(SOON);
        nodes.forEach(overlay::crash);

        assertThat(search(newcomer, key, 8)).hasSize(1);
    }

    @Test
    void nodeThatLeaves_isInNoTable_thoughItIsStillThere() throws RefusedRecordException {
        List<DhtNode> nodes = overlay.grow(6);
        DhtNode leaving = nodes.get(2);
        List<DhtNode> others = nodes.stream().filter(node -> node != leaving).toList();
        Contact contact = new Contact(leaving.id(), overlay.addressOf(leaving));
        assertThat(others).allMatch(node -> node.contacts().contains(contact));
        leaving.withdraw();
        others.forEach(node -> node.forget(leaving.id()));
        NodeId key = NodeId.random(overlay.random);
        publish(leaving, key, value(leaving.id(), 1, 10));
        others.getFirst().find(leaving.id(), _ -> {});
        others.getFirst().bootstrap(List.of(contact), List.of(), _ -> {});
        overlay.timers.pass(SOON);

        assertThat(others).noneMatch(node -> node.contacts().contains(contact));
        assertThat(search(others.getLast(), key, 8)).hasSize(1);
    }

    @Test
    void newcomer_looksForItselfOnceMore_byWayOfAllThatItBeganWith() {
        List<NodeAddress> first =
                overlay.grow(60).subList(0, 3).stream().map(overlay::addressOf).toList();
        NodeAddress own = overlay.nextAddress();
        DhtNode newcomer = overlay.add(own, NodeId.random(overlay.random));
        newcomer.bootstrap(List.of(), first, _ -> {});
        // Its first lookups are over, and it waits.
        overlay.timers.pass(Duration.ofSeconds(1));
        overlay.datagrams.clear();
        overlay.timers.pass(SOON);

        assertThat(overlay.datagrams.stream()
                        .filter(datagram -> datagram.from().equals(own))
                        .filter(datagram -> seeks(newcomer.id(), datagram))
                        .map(StandInOverlay.Datagram::to))
                .containsAll(first);
    }

    private static boolean seeks(NodeId target, StandInOverlay.Datagram datagram) {
        DhtMessage message = Messages.parse(datagram.message());
        return message != null && message.getFind().getTarget().equals(Messages.bytes(target));
    }

    @Test
    void newcomer_thatIsFarFromAKey_getsNothingOfIt() throws RefusedRecordException {
        List<DhtNode> nodes = overlay.grow(20);
        DhtNode newcomer = overlay.add();
        byte[] opposite = newcomer.id().toBytes();
        for (int i = 0; i < opposite.length; i++) {
            opposite[i] ^= (byte) 0xff;
        }
        NodeId far = NodeId.ofBytes(opposite);
        publish(nodes.getFirst(), far, value(nodes.getFirst().id(), 1, 10));
        newcomer.bootstrap(List.of(), List.of(overlay.addressOf(nodes.getLast())), _ -> {});
        overlay.timers.pass(SOON);
        nodes.forEach(overlay::crash);

        assertThat(search(newcomer, far, 8)).isEmpty();
    }

    @Test
    void expiredRecord_isFoundByNobody_andKeptByNobody() throws RefusedRecordException {
        List<DhtNode> nodes = overlay.grow(12);
        NodeId key = NodeId.random(overlay.random);
        publish(nodes.getFirst(), key, value(nodes.getFirst().id(), 1, 10));
        overlay.timers.pass(Duration.ofHours(2));

        assertThat(search(nodes.get(7), key, 8)).isEmpty();
    }

    @Test
    void asker_entersNoTable_beforeItHasProvedItsId() {
        List<DhtNode> nodes = overlay.grow(5);
        NodeId stolen = NodeId.random(overlay.random);
        DhtNode liar = overlay.add(overlay.nextAddress(), stolen);
        NodeAddress address = overlay.addressOf(liar);
        liar.find(NodeId.random(overlay.random), _ -> {});
        overlay.crash(liar);
        // It asks, and does not answer the question whether it is who it says.
        byte[] question = liar.greeting();
        nodes.forEach(node -> overlay.send(address, overlay.addressOf(node), question));
        overlay.timers.pass(SOON);

        assertThat(nodes).noneMatch(node -> node.contacts().stream().anyMatch(c -> c.id().equals(stolen)));
    }

    @Test
    void closedNode_sendsNothing() {
        List<DhtNode> nodes = overlay.grow(5);
        DhtNode closed = nodes.get(2);
        NodeAddress address = overlay.addressOf(closed);
        closed.find(NodeId.random(overlay.random), _ -> {});
        closed.close();
        overlay.datagrams.clear();
        overlay.timers.pass(Duration.ofHours(2));

        assertThat(overlay.datagrams).noneMatch(datagram -> datagram.from().equals(address));
    }
}
