package io.omerta.network.dht;

import com.google.protobuf.ByteString;
import io.omerta.proto.dht.DhtGet;
import io.omerta.proto.dht.DhtMessage;
import io.omerta.proto.dht.DhtRecords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Looks for what is kept under a key, with those who keep it. Of an owner's records the one with the highest version counts;
 * one holder may leave out what it does not like, so that several are asked.
 */
final class RecordSearch implements Lookup.Question {
    /** Of one holder's records, one after the other. */
    private static final int MOST_PAGES = 64;

    private final NodeId key;
    private final int holders;
    private final RecordReader reader;
    private final LongSupplier unixMillis;
    private final Requests requests;
    private final FoundListener listener;
    private final Consumer<List<DhtRecord>> done;
    private final Map<NodeId, DhtRecord> found = new HashMap<>();
    private int answered;
    private int pagesAwaited;
    private boolean lookedUp;
    private boolean ended;

    /** @param holders so many that have records are enough */
    RecordSearch(
            NodeId key,
            int holders,
            RecordReader reader,
            LongSupplier unixMillis,
            Requests requests,
            FoundListener listener,
            Consumer<List<DhtRecord>> done) {
        this.key = key;
        this.holders = holders;
        this.reader = reader;
        this.unixMillis = unixMillis;
        this.requests = requests;
        this.listener = listener;
        this.done = done;
    }

    @Override
    public DhtMessage.Builder message() {
        return DhtMessage.newBuilder().setGet(DhtGet.newBuilder().setKey(Messages.bytes(key)));
    }

    private DhtMessage.Builder next(NodeId first) {
        return DhtMessage.newBuilder()
                .setGet(DhtGet.newBuilder().setKey(Messages.bytes(key)).setFirst(Messages.bytes(first)));
    }

    @Override
    public List<Contact> read(KnownNode from, DhtMessage answer, int round) {
        if (!answer.hasRecords()) {
            return List.of();
        }
        DhtRecords records = answer.getRecords();
        List<DhtRecord> values = read(records);
        if (!values.isEmpty()) {
            answered++;
        }
        values.forEach(record -> take(record, round));
        follow(from.contact(), records, values, round, MOST_PAGES);
        return Messages.contacts(records.getNearer());
    }

    private List<DhtRecord> read(DhtRecords records) {
        List<DhtRecord> right = new ArrayList<>();
        for (ByteString value : records.getValuesList()) {
            if (value.size() > DhtSettings.MAX_VALUE) {
                continue;
            }
            try {
                right.add(reader.read(key, value, unixMillis.getAsLong()));
            } catch (RefusedRecordException e) {
                // Whoever says such things counts as one who has nothing.
            }
        }
        return right;
    }

    void take(DhtRecord record, int round) {
        DhtRecord known = found.get(record.owner());
        if (!ended && (known == null || known.version() < record.version())) {
            found.put(record.owner(), record);
            listener.found(record, round);
        }
    }

    private void follow(Contact holder, DhtRecords records, List<DhtRecord> values, int round, int pages) {
        if (records.getLeft() == 0 || values.isEmpty() || pages == 0 || ended) {
            return;
        }
        NodeId first = values.stream()
                .map(DhtRecord::owner)
                .max(NodeId::compareTo)
                .orElseThrow()
                .next();
        pagesAwaited++;
        requests.ask(holder, next(first), new Requests.Reply() {
            @Override
            public void answered(KnownNode from, DhtMessage answer) {
                List<DhtRecord> more = RecordSearch.this.read(answer.getRecords());
                more.forEach(record -> take(record, round));
                follow(holder, answer.getRecords(), more, round, pages - 1);
                pageCame();
            }

            @Override
            public void failed() {
                pageCame();
            }
        });
    }

    private void pageCame() {
        pagesAwaited--;
        endIfComplete();
    }

    @Override
    public boolean isAnswered() {
        return answered >= holders;
    }

    /** The lookup has come to its end. */
    void lookedUp() {
        lookedUp = true;
        endIfComplete();
    }

    private void endIfComplete() {
        if (lookedUp && pagesAwaited == 0 && !ended) {
            ended = true;
            done.accept(List.copyOf(found.values()));
        }
    }
}
