package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.omerta.proto.dht.DhtRefusal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordStoreTest {
    private static final long NOW = 1_000;
    private static final long LATER = 2_000;

    private final Random random = new Random(1);
    private final NodeId self = NodeId.random(random);
    private final RecordStore store = new RecordStore(self);
    private final NodeId key = self.randomAt(3, random);

    private static DhtRecord record(NodeId key, NodeId owner, long version, int bytes) {
        return new DhtRecord(key, owner, version, LATER, ByteString.copyFrom(new byte[bytes]));
    }

    private static NodeId id(int fill) {
        byte[] bytes = new byte[NodeId.BYTES];
        Arrays.fill(bytes, (byte) fill);
        return NodeId.ofBytes(bytes);
    }

    @Test
    void laterVersion_takesThePlace_olderOneIsRefused_sameOneIsKept() {
        NodeId owner = NodeId.random(random);
        assertThat(store.put(record(key, owner, 5, 10), NOW)).isEqualTo(DhtRefusal.DHT_REFUSAL_NONE);
        long bytes = store.bytes();

        assertThat(store.put(record(key, owner, 4, 10), NOW)).isEqualTo(DhtRefusal.DHT_REFUSAL_OLD);
        assertThat(store.put(record(key, owner, 5, 20), NOW)).isEqualTo(DhtRefusal.DHT_REFUSAL_NONE);
        assertThat(store.bytes()).isEqualTo(bytes);
        assertThat(store.put(record(key, owner, 6, 20), NOW)).isEqualTo(DhtRefusal.DHT_REFUSAL_NONE);

        assertThat(store.bytes()).isEqualTo(bytes + 10);
        assertThat(store.all(key)).hasSize(1).allMatch(record -> record.version() == 6);
    }

    @Test
    void owners_comeInOrder_fromOneToAnother() {
        for (int i : new int[] {4, 1, 3, 2}) {
            store.put(record(key, id(i), 1, 10), NOW);
        }

        assertThat(store.get(key, id(2), id(3)).keySet()).containsExactly(id(2), id(3));
        assertThat(store.get(key, id(3), id(2))).isEmpty();
        assertThat(store.get(NodeId.random(random), id(0), id(0xff))).isEmpty();
    }

    @Test
    void expiredRecords_areForgotten_withTheirBytes() {
        store.put(record(key, NodeId.random(random), 1, 10), NOW);
        store.forget(LATER - 1);
        assertThat(store.all(key)).hasSize(1);

        store.forget(LATER);
        assertThat(store.all(key)).isEmpty();
        assertThat(store.bytes()).isZero();
    }

    @Test
    void owner_hasSoManyRecords() {
        NodeId owner = NodeId.random(random);
        for (int i = 0; i < RecordStore.MOST_OF_OWNER; i++) {
            store.put(record(NodeId.random(random), owner, 1, 1), NOW);
        }

        assertThat(store.put(record(key, owner, 1, 1), NOW)).isEqualTo(DhtRefusal.DHT_REFUSAL_FULL);
        assertThat(store.put(record(key, NodeId.random(random), 1, 1), NOW)).isEqualTo(DhtRefusal.DHT_REFUSAL_NONE);
    }

    @Test
    void key_hasSoManyRecords() {
        for (int i = 0; i < RecordStore.MOST_OF_KEY; i++) {
            store.put(record(key, NodeId.random(random), 1, 1), NOW);
        }

        assertThat(store.put(record(key, NodeId.random(random), 1, 1), NOW)).isEqualTo(DhtRefusal.DHT_REFUSAL_FULL);
    }

    @Test
    void fullStore_givesUpWhatIsFarthest_andNeverForSomethingFarther() {
        int count = 0;
        while (store.bytes() + 2_000 < RecordStore.MOST_BYTES) {
            store.put(record(self.randomAt(1, random), NodeId.random(random), 1, DhtSettings.MAX_VALUE), NOW);
            count++;
        }
        for (int i = 0; i < 10; i++) {
            store.put(record(self.randomAt(1, random), NodeId.random(random), 1, DhtSettings.MAX_VALUE), NOW);
        }

        assertThat(store.put(record(self.randomAt(0, random), NodeId.random(random), 1, 900), NOW))
                .isEqualTo(DhtRefusal.DHT_REFUSAL_FULL);
        assertThat(store.put(record(key, NodeId.random(random), 1, 900), NOW)).isEqualTo(DhtRefusal.DHT_REFUSAL_NONE);
        assertThat(store.bytes()).isLessThanOrEqualTo(RecordStore.MOST_BYTES);
        assertThat(count).isGreaterThan(10_000);
    }

    @Test
    void laterVersions_thatAreLarger_keepTheBounds() {
        NodeId[] owners = new NodeId[200];
        for (int i = 0; i < owners.length; i++) {
            owners[i] = NodeId.random(random);
            store.put(record(key, owners[i], 1, 1), NOW);
        }
        while (store.bytes() + 1_300 < RecordStore.MOST_BYTES) {
            store.put(record(self.randomAt(5, random), NodeId.random(random), 1, DhtSettings.MAX_VALUE), NOW);
        }
        for (NodeId owner : owners) {
            store.put(record(key, owner, 2, DhtSettings.MAX_VALUE), NOW);
        }

        assertThat(store.bytes()).isLessThanOrEqualTo(RecordStore.MOST_BYTES);
    }
}
