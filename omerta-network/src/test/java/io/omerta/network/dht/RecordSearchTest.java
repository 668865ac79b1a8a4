package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.omerta.proto.dht.DhtMessage;
import io.omerta.proto.dht.DhtRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordSearchTest {
    private final ManualTimers timers = new ManualTimers();
    private final Random random = new Random(1);
    private final NodeId self = NodeId.random(random);
    private final StandInCredentials holder = new StandInCredentials(NodeId.random(random));
    private final NodeAddress address = NodeAddress.ofIpv4(20 << 24, 4_001);
    private final NodeId key = NodeId.random(random);
    private final List<byte[]> sent = new ArrayList<>();
    private final List<DhtRecord> told = new ArrayList<>();
    private final List<List<DhtRecord>> ended = new ArrayList<>();
    private final Requests requests = new Requests(
            new StandInCredentials(self),
            new KnownNodes(new RoutingTable(self, DhtSettings.DEFAULT)),
            timers,
            new Outgoing(self, timers::unixMillis, (to, message) -> sent.add(message)),
            new Reachability(),
            random,
            (node, isNew) -> {});
    private final RecordSearch search = new RecordSearch(
            key,
            1,
            new StandInRecords(),
            timers::unixMillis,
            requests,
            (record, round) -> told.add(record),
            ended::add);

    private ByteString value(NodeId owner, long version, int more) {
        return StandInRecords.value(owner, version, timers.unixMillis() + 60_000, more);
    }

    private void read(int left, ByteString... values) {
        search.read(
                new KnownNode(new Contact(holder.id(), address)),
                answer(left, values).build(),
                1);
    }

    private static DhtMessage.Builder answer(int left, ByteString... values) {
        return DhtMessage.newBuilder()
                .setRecords(
                        DhtRecords.newBuilder().addAllValues(List.of(values)).setLeft(left));
    }

    @Test
    void whatIsNoRecord_tooLarge_orExpired_countsAsNothing() {
        read(
                3,
                ByteString.copyFromUtf8("forged"),
                value(self, 1, DhtSettings.MAX_VALUE),
                StandInRecords.value(self, 1, timers.unixMillis(), 0));

        assertThat(told).isEmpty();
        assertThat(search.isAnswered()).isFalse();
        assertThat(sent).isEmpty();
    }

    @Test
    void ofAnOwnersRecords_theLatestIsTold() {
        read(0, value(holder.id(), 2, 0));
        read(0, value(holder.id(), 1, 0));
        read(0, value(holder.id(), 3, 0));
        search.lookedUp();

        assertThat(told.stream().map(DhtRecord::version)).containsExactly(2L, 3L);
        assertThat(ended).hasSize(1);
        assertThat(ended.getFirst()).hasSize(1).allMatch(record -> record.version() == 3);
        assertThat(search.isAnswered()).isTrue();
    }

    @Test
    void holder_whoAlwaysHasMore_isLeftAfterSoManyPages() {
        NodeId owner = NodeId.ofBytes(new byte[NodeId.BYTES]);
        read(9, value(owner, 1, 0));
        search.lookedUp();
        int pages = 0;
        while (pages < sent.size()) {
            DhtMessage asked = Messages.parse(sent.get(pages++));
            owner = owner.next();
            if (asked == null) {
                throw new AssertionError("it was sent");
            }
            // It asks for what comes after the last one.
            assertThat(Messages.id(asked.getGet().getFirst())).isEqualTo(owner);
            requests.answered(
                    address,
                    answer(9, value(owner, 1, 0))
                            .setTransaction(asked.getTransaction())
                            .setSender(Messages.bytes(holder.id()))
                            .build());
        }

        assertThat(pages).isEqualTo(64);
        assertThat(ended).hasSize(1);
        assertThat(ended.getFirst()).hasSize(65);
    }

    @Test
    void page_thatDoesNotCome_endsTheSearchWithWhatThereIs() {
        read(9, value(self, 1, 0));
        search.lookedUp();
        assertThat(ended).isEmpty();
        timers.pass(java.time.Duration.ofSeconds(10));

        assertThat(ended).hasSize(1);
        assertThat(ended.getFirst()).hasSize(1);
    }
}
