package io.omerta.network.dht;

import com.google.protobuf.ByteString;
import io.omerta.proto.dht.DhtMessage;
import io.omerta.proto.dht.DhtRefusal;
import io.omerta.proto.dht.DhtStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Gives a record to the nodes that are to keep it. */
public final class Publication {
    private final NodeId key;
    private final ByteString value;
    private final Requests requests;
    private final Consumer<Outcome> done;
    private final List<Instant> otherClocks = new ArrayList<>();
    private int awaited;
    private int kept;
    private int refused;

    /**
     * What came of it.
     *
     * @param kept nodes that keep it
     * @param refused nodes that do not want it
     * @param otherClocks what the clocks of those say that refused it for its time
     */
    public record Outcome(int kept, int refused, List<Instant> otherClocks) {}

    Publication(NodeId key, ByteString value, Requests requests, Consumer<Outcome> done) {
        this.key = key;
        this.value = value;
        this.requests = requests;
        this.done = done;
    }

    void giveTo(List<Contact> nodes) {
        awaited = nodes.size();
        if (nodes.isEmpty()) {
            done.accept(new Outcome(0, 0, List.of()));
        }
        nodes.forEach(node -> giveTo(node, true));
    }

    private void giveTo(Contact node, boolean once) {
        DhtMessage.Builder store = DhtMessage.newBuilder()
                .setStore(DhtStore.newBuilder().setKey(Messages.bytes(key)).setValue(value));
        requests.ask(node, store, new Requests.Reply() {
            @Override
            public void answered(KnownNode from, DhtMessage answer) {
                DhtRefusal refusal = answer.getStored().getRefusal();
                if (refusal == DhtRefusal.DHT_REFUSAL_TOKEN && once) {
                    // The answer brought another token.
                    giveTo(node, false);
                    return;
                }
                if (answer.hasStored() && refusal == DhtRefusal.DHT_REFUSAL_NONE) {
                    kept++;
                } else {
                    refused++;
                }
                if (refusal == DhtRefusal.DHT_REFUSAL_CLOCK) {
                    otherClocks.add(Instant.ofEpochMilli(answer.getUnixTimeMs()));
                }
                settled();
            }

            @Override
            public void failed() {
                settled();
            }
        });
    }

    private void settled() {
        if (--awaited == 0) {
            done.accept(new Outcome(kept, refused, List.copyOf(otherClocks)));
        }
    }
}
