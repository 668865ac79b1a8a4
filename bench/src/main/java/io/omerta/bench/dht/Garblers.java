package io.omerta.bench.dht;

import com.google.protobuf.ByteString;
import io.omerta.network.dht.NodeAddress;
import io.omerta.network.dht.NodeId;
import io.omerta.proto.dht.DhtMessage;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Answer with nodes that do not exist, very near to what is asked for; with records that nobody signed; with noise. */
final class Garblers implements Behaviour {
    private static final int NAMED = 20;
    private static final int FORGED_BYTES = 300;

    private final SimulatedNetwork network;
    private final RandomGenerator random;

    Garblers(SimulatedNetwork network, RandomGenerator random) {
        this.network = network;
        this.random = random;
    }

    @Override
    public void receive(SimulatedNode self, NodeAddress from, byte[] message) {
        DhtMessage question = Answers.parse(message);
        NodeId target = Answers.target(question);
        if (question == null || target == null) {
            self.node().receive(from, message);
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> network.send(self, from, bytes(1 + random.nextInt(1_100)));
            case 1 -> network.send(self, from, damaged(Answers.nodes(self, question, nearTo(target), List.of())));
            case 2 ->
                network.send(
                        self,
                        from,
                        Answers.nodes(self, question, List.of(), List.of(ByteString.copyFrom(bytes(FORGED_BYTES)))));
            default -> network.send(self, from, Answers.nodes(self, question, nearTo(target), List.of()));
        }
    }

    private byte[] damaged(byte[] message) {
        for (int i = 0; i < 3; i++) {
            message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return message;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private List<Answers.Named> nearTo(NodeId target) {
        return Stream.generate(() -> {
                    byte[] id = target.toBytes();
                    System.arraycopy(bytes(28), 0, id, 4, 28);
                    return new Answers.Named(
                            NodeId.ofBytes(id), NodeAddress.ofIpv4(random.nextInt(), 1 + random.nextInt(65_535)));
                })
                .limit(NAMED)
                .toList();
    }
}
