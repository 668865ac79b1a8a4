package io.omerta.network.dht;

import com.google.protobuf.ByteString;
import io.omerta.proto.dht.DhtGet;
import io.omerta.proto.dht.DhtKnock;
import io.omerta.proto.dht.DhtMessage;
import io.omerta.proto.dht.DhtNodes;
import io.omerta.proto.dht.DhtPong;
import io.omerta.proto.dht.DhtRecords;
import io.omerta.proto.dht.DhtRefusal;
import io.omerta.proto.dht.DhtStore;
import io.omerta.proto.dht.DhtStored;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Answers what others ask. What it says to an address that has not shown that it receives there is no longer than the question. */
final class Responder {
    /** A signature costs more than all the rest. */
    private static final int PROOFS_PER_SECOND = 500;

    /** Each makes this node send one datagram more. */
    private static final int KNOCKS_PER_SECOND = 100;

    /** What a knock takes on its way, all headers included: an answer to an address without a token is shorter by that. */
    static final int KNOCK_BYTES = 144;

    /** A question without a token is to be as long as that, for the answer to say something besides. */
    private static final int LEAST_FOR_KNOCK = 320;

    /** Transaction, sender, token, time, two flags and the field of the body, as far as they go. */
    private static final int FRAME = 9 + 34 + 9 + 9 + 4 + 4;

    private final NodeCredentials credentials;
    private final RoutingTable table;
    private final RecordStore records;
    private final RecordReader reader;
    private final DhtSettings settings;
    private final Timers timers;
    private final LongSupplier unixMillis;
    private final Outgoing outgoing;
    private final Reachability reachability;
    private final AddressTokens tokens;
    private final RateLimit proofs;
    private final RateLimit knocks;
    private Supplier<byte[]> status = () -> new byte[0];
    private Consumer<DhtRecord> stored = record -> {};

    Responder(
            NodeCredentials credentials,
            RoutingTable table,
            RecordStore records,
            RecordReader reader,
            DhtSettings settings,
            Timers timers,
            LongSupplier unixMillis,
            Outgoing outgoing,
            Reachability reachability,
            RandomGenerator random) {
        this.credentials = credentials;
        this.table = table;
        this.records = records;
        this.reader = reader;
        this.settings = settings;
        this.timers = timers;
        this.unixMillis = unixMillis;
        this.outgoing = outgoing;
        this.reachability = reachability;
        this.tokens = new AddressTokens(random);
        this.proofs = new RateLimit(PROOFS_PER_SECOND, timers.nanos());
        this.knocks = new RateLimit(KNOCKS_PER_SECOND, timers.nanos());
    }

    void status(Supplier<byte[]> says) {
        this.status = says;
    }

    void onStored(Consumer<DhtRecord> listener) {
        this.stored = listener;
    }

    /** @param bytes of the question, before it was parsed */
    void answer(NodeAddress from, DhtMessage question, NodeId sender, int bytes) {
        long now = timers.nanos();
        boolean receives = tokens.isValid(from, question.getToken(), now);
        boolean knock = question.getKnock() && (receives || bytes >= LEAST_FOR_KNOCK) && knock(from, question, now);
        int most = receives ? DhtSettings.MAX_MESSAGE : bytes - (knock ? KNOCK_BYTES : 0);
        DhtMessage.Builder answer = outgoing.complete(DhtMessage.newBuilder()
                .setTransaction(question.getTransaction())
                .setToken(tokens.issue(from, now))
                .setKnock(knock)
                .setHidden(reachability.isHiddenAnswering(from, now)));
        prove(question, sender, answer, now);
        int room = most - FRAME - answer.getProof().size() - 4;
        boolean understood = switch (question.getBodyCase()) {
            case PING -> pong(from, room, answer);
            case FIND -> nodes(question.getFind().getTarget(), sender, room, answer);
            case GET -> records(question.getGet(), sender, room, answer);
            case STORE -> stored(question.getStore(), receives, answer);
            default -> false;
        };
        if (understood && !receives && answer.build().getSerializedSize() > most) {
            empty(answer);
        }
        if (understood && (receives || answer.build().getSerializedSize() <= most)) {
            outgoing.send(from, answer, 0);
        }
    }

    /** To where the question came from, and nowhere else. Before the answer, so that it is there when that is. */
    private boolean knock(NodeAddress from, DhtMessage question, long now) {
        return knocks.take(now)
                && outgoing.sendFromElsewhere(
                        from,
                        DhtMessage.newBuilder()
                                .setTransaction(question.getTransaction())
                                .setFromElsewhere(DhtKnock.getDefaultInstance()));
    }

    /** As short as any question with a token: brings the one with which the next question is answered in full. */
    private static void empty(DhtMessage.Builder answer) {
        answer.clearProof();
        switch (answer.getBodyCase()) {
            case PONG -> answer.setPong(DhtPong.getDefaultInstance());
            case NODES -> answer.setNodes(DhtNodes.getDefaultInstance());
            case RECORDS -> answer.setRecords(DhtRecords.getDefaultInstance());
            default -> {}
        }
    }

    private void prove(DhtMessage question, NodeId asker, DhtMessage.Builder answer, long now) {
        if (question.getChallenge().size() == NodeCredentials.CHALLENGE_BYTES && proofs.take(now)) {
            byte[] proof = credentials.prove(question.getChallenge().toByteArray(), asker);
            answer.setProof(ByteString.copyFrom(proof));
        }
    }

    private boolean pong(NodeAddress from, int room, DhtMessage.Builder answer) {
        DhtPong.Builder pong = DhtPong.newBuilder().setObserved(ByteString.copyFrom(from.toBytes()));
        byte[] says = status.get();
        if (says.length <= Math.min(DhtSettings.MAX_STATUS, room - NodeAddress.IPV6_BYTES - 4)) {
            pong.setStatus(ByteString.copyFrom(says));
        }
        answer.setPong(pong);
        return true;
    }

    private boolean nodes(ByteString target, NodeId sender, int room, DhtMessage.Builder answer) {
        NodeId wanted = Messages.id(target);
        if (wanted != null) {
            answer.setNodes(nearest(wanted, sender, room));
        }
        return wanted != null;
    }

    private DhtNodes nearest(NodeId target, NodeId asker, int room) {
        List<KnownNode> nearest = new ArrayList<>(table.nearest(target, settings.bucketSize() + 1));
        nearest.removeIf(node -> node.id().equals(asker));
        return Messages.nodes(nearest.subList(0, Math.min(nearest.size(), settings.bucketSize())), room);
    }

    private boolean records(DhtGet question, NodeId sender, int room, DhtMessage.Builder answer) {
        NodeId key = Messages.id(question.getKey());
        NodeId first = bound(question.getFirst(), (byte) 0);
        NodeId last = bound(question.getLast(), (byte) 0xff);
        if (key == null || first == null || last == null) {
            return false;
        }
        DhtRecords.Builder found = DhtRecords.newBuilder();
        int left = room - 6;
        int more = 0;
        long now = unixMillis.getAsLong();
        for (DhtRecord record : records.get(key, first, last).values()) {
            if (record.expiresUnixMillis() <= now) {
                continue;
            }
            int size = record.value().size() + 3;
            if (more > 0 || size > left) {
                more++;
            } else {
                left -= size;
                found.addValues(record.value());
            }
        }
        answer.setRecords(found.setLeft(more).setNearer(nearest(key, sender, Math.max(0, left - 4))));
        return true;
    }

    private static @Nullable NodeId bound(ByteString id, byte otherwise) {
        if (!id.isEmpty()) {
            return Messages.id(id);
        }
        byte[] all = new byte[NodeId.BYTES];
        Arrays.fill(all, otherwise);
        return NodeId.ofBytes(all);
    }

    private boolean stored(DhtStore question, boolean receives, DhtMessage.Builder answer) {
        answer.setStored(DhtStored.newBuilder().setRefusal(keep(question, receives)));
        return true;
    }

    private DhtRefusal keep(DhtStore question, boolean receives) {
        if (!receives) {
            return DhtRefusal.DHT_REFUSAL_TOKEN;
        }
        NodeId key = Messages.id(question.getKey());
        if (key == null || question.getValue().size() > DhtSettings.MAX_VALUE) {
            return DhtRefusal.DHT_REFUSAL_INVALID;
        }
        long now = unixMillis.getAsLong();
        try {
            DhtRecord record = reader.read(key, question.getValue(), now);
            DhtRefusal refusal = records.put(record, now);
            if (refusal == DhtRefusal.DHT_REFUSAL_NONE) {
                stored.accept(record);
            }
            return refusal;
        } catch (RefusedRecordException e) {
            return e.isOfTime() ? DhtRefusal.DHT_REFUSAL_CLOCK : DhtRefusal.DHT_REFUSAL_INVALID;
        }
    }
}
