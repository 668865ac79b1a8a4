package io.omerta.network.dht;

import io.omerta.proto.dht.DhtMessage;
import io.omerta.proto.dht.DhtStore;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Gives a node that comes to be among the nearest to a key the records that are kept under it (Maymounkov and Mazières 2002,
 * section 2.5): otherwise whoever asks the newcomers alone would miss what was said before they came.
 */
final class HandOver {
    /** The two nearest do it: one of them may lie, or be new as well. */
    private static final int GIVERS = 2;

    private static final int MOST_RECORDS = 1_024;
    private static final int AT_A_TIME = 4;

    private final NodeId self;
    private final RoutingTable table;
    private final RecordStore records;
    private final Requests requests;
    private final int holders;

    /** @param holders of a record */
    HandOver(NodeId self, RoutingTable table, RecordStore records, Requests requests, int holders) {
        this.self = self;
        this.table = table;
        this.records = records;
        this.requests = requests;
        this.holders = holders;
    }

    /** @param newcomer is in the table */
    void to(KnownNode newcomer, long unixMillis) {
        Queue<DhtRecord> due = new ArrayDeque<>();
        for (NodeId key : records.keys()) {
            if (isDue(key, newcomer)) {
                records.all(key).stream()
                        .filter(record -> record.expiresUnixMillis() > unixMillis
                                && !record.owner().equals(newcomer.id()))
                        .limit(MOST_RECORDS - due.size())
                        .forEach(due::add);
            }
        }
        for (int i = 0; i < AT_A_TIME; i++) {
            next(newcomer.contact(), due);
        }
    }

    private boolean isDue(NodeId key, KnownNode newcomer) {
        List<KnownNode> nearest = table.nearest(key, holders);
        long nearer = nearest.stream()
                .filter(node -> node != newcomer && key.compareDistance(node.id(), self) < 0)
                .count();
        return nearer < GIVERS && nearest.contains(newcomer);
    }

    private void next(Contact newcomer, Queue<DhtRecord> due) {
        DhtRecord record = due.poll();
        if (record == null) {
            return;
        }
        DhtStore store = DhtStore.newBuilder()
                .setKey(Messages.bytes(record.key()))
                .setValue(record.value())
                .build();
        requests.ask(newcomer, DhtMessage.newBuilder().setStore(store), new Requests.Reply() {
            @Override
            public void answered(KnownNode from, DhtMessage answer) {
                next(newcomer, due);
            }

            @Override
            public void failed() {
                due.clear();
            }
        });
    }
}
