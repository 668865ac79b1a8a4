package io.omerta.network.dht;

import io.omerta.proto.dht.DhtMessage;
import java.time.Duration;
import java.util.List;

/** What a node does about once a minute so that what it knows stays true. */
final class Upkeep implements AutoCloseable {
    private static final Duration TICK = Duration.ofMinutes(1);
    private static final long QUIET = Duration.ofMinutes(15).toNanos();
    private static final int PINGS_A_TICK = 2;

    private final DhtNode node;
    private final DhtNode.Parts parts;
    private final DhtSettings settings;
    private final RoutingTable table;
    private final RecordStore records;
    private final Requests requests;
    private Timers.Timer next = () -> {};

    Upkeep(
            DhtNode node,
            DhtNode.Parts parts,
            DhtSettings settings,
            RoutingTable table,
            RecordStore records,
            Requests requests) {
        this.node = node;
        this.parts = parts;
        this.settings = settings;
        this.table = table;
        this.records = records;
        this.requests = requests;
    }

    void start() {
        // Not all at the same time, and not at a time that anybody can foretell.
        Duration wait = TICK.dividedBy(2).plusNanos(parts.random().nextLong(TICK.toNanos()));
        next = parts.timers().after(wait, this::tick);
    }

    private void tick() {
        long now = parts.timers().nanos();
        records.forget(parts.unixMillis().getAsLong());
        List<KnownNode> quiet = table.quietSince(now - QUIET);
        quiet.subList(0, Math.min(PINGS_A_TICK, quiet.size()))
                .forEach(silent -> requests.ping(silent.contact(), Requests.IGNORED));
        askLost();
        List<Integer> stale = table.notLookedIntoSince(now - settings.refresh().toNanos());
        if (!stale.isEmpty()) {
            node.find(node.id().randomAt(stale.getFirst(), parts.random()), _ -> {});
        }
        start();
    }

    /** Where a node is back it may not be the only one: the network may have been cut in two. */
    private void askLost() {
        Contact lost = table.lost();
        if (lost != null) {
            requests.ping(lost, new Requests.Reply() {
                @Override
                public void answered(KnownNode from, DhtMessage answer) {
                    node.find(node.id(), _ -> {});
                }

                @Override
                public void failed() {}
            });
        }
    }

    @Override
    public void close() {
        next.cancel();
    }
}
