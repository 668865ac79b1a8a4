package io.omerta.bench.dht;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.omerta.network.dht.DhtSettings;
import io.omerta.network.dht.NodeAddress;
import io.omerta.network.dht.NodeId;
import io.omerta.proto.dht.DhtMessage;
import io.omerta.proto.dht.DhtNodes;
import io.omerta.proto.dht.DhtRecords;
import io.omerta.proto.dht.DhtStored;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What adversaries say instead of what is true, in messages of the right form, with proofs of their ids. */
final class Answers {
    private static final int CONTACT_BYTES = NodeId.BYTES + 6;
    private static final int MOST_CONTACTS = 20;

    private Answers() {}

    /** A node, or none, at an address. */
    record Named(NodeId id, NodeAddress address) {}

    /** Null if it is none. */
    static @Nullable DhtMessage parse(byte[] message) {
        try {
            return DhtMessage.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    /** What is asked for; null unless it is nodes or records. */
    static @Nullable NodeId target(@Nullable DhtMessage question) {
        if (question == null) {
            return null;
        }
        return switch (question.getBodyCase()) {
            case FIND -> id(question.getFind().getTarget());
            case GET -> id(question.getGet().getKey());
            default -> null;
        };
    }

    private static @Nullable NodeId id(ByteString bytes) {
        return bytes.size() == NodeId.BYTES ? NodeId.ofBytes(bytes.toByteArray()) : null;
    }

    static boolean isStore(DhtMessage question) {
        return question.getBodyCase() == DhtMessage.BodyCase.STORE;
    }

    /** These nodes, and these values if they were asked for. */
    static byte[] nodes(SimulatedNode self, DhtMessage question, List<Named> named, List<ByteString> values) {
        DhtNodes nodes = DhtNodes.newBuilder().setIpv4(contacts(named)).build();
        DhtMessage.Builder answer = begin(self, question);
        if (question.hasGet()) {
            answer.setRecords(DhtRecords.newBuilder().addAllValues(values).setNearer(nodes));
        } else {
            answer.setNodes(nodes);
        }
        byte[] bytes = answer.build().toByteArray();
        if (bytes.length > DhtSettings.MAX_MESSAGE) {
            throw new IllegalArgumentException("answer: " + bytes.length + " bytes");
        }
        return bytes;
    }

    /** It says that it keeps it. */
    static byte[] stored(SimulatedNode self, DhtMessage question) {
        return begin(self, question)
                .setStored(DhtStored.getDefaultInstance())
                .build()
                .toByteArray();
    }

    private static DhtMessage.Builder begin(SimulatedNode self, DhtMessage question) {
        DhtMessage.Builder answer = DhtMessage.newBuilder()
                .setTransaction(question.getTransaction())
                .setSender(ByteString.copyFrom(self.id().toBytes()))
                .setToken(1);
        NodeId asker = id(question.getSender());
        if (asker != null && !question.getChallenge().isEmpty()) {
            answer.setProof(ByteString.copyFrom(
                    self.credentials().prove(question.getChallenge().toByteArray(), asker)));
        }
        return answer;
    }

    private static ByteString contacts(List<Named> named) {
        ByteBuffer bytes = ByteBuffer.allocate(CONTACT_BYTES * MOST_CONTACTS);
        for (Named each : named.subList(0, Math.min(MOST_CONTACTS, named.size()))) {
            bytes.put(each.id().toBytes()).putInt((int) each.address().low()).putShort((short)
                    each.address().port());
        }
        return ByteString.copyFrom(bytes.flip());
    }

    /** The same, with no more nodes in it than that. */
    static byte[] truncated(byte[] message, int contacts) {
        DhtMessage answer = parse(message);
        if (answer == null) {
            return message;
        }
        Function<DhtNodes, DhtNodes> cut = nodes -> DhtNodes.newBuilder()
                .setIpv4(nodes.getIpv4().substring(0, Math.min(nodes.getIpv4().size(), contacts * CONTACT_BYTES)))
                .build();
        DhtMessage.Builder changed = answer.toBuilder();
        if (answer.hasNodes()) {
            changed.setNodes(cut.apply(answer.getNodes()));
        } else if (answer.hasRecords()) {
            changed.setRecords(answer.getRecords().toBuilder()
                    .setNearer(cut.apply(answer.getRecords().getNearer())));
        }
        return changed.build().toByteArray();
    }
}
