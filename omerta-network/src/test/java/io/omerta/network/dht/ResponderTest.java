package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.omerta.proto.dht.DhtFind;
import io.omerta.proto.dht.DhtGet;
import io.omerta.proto.dht.DhtMessage;
import io.omerta.proto.dht.DhtPing;
import io.omerta.proto.dht.DhtRefusal;
import io.omerta.proto.dht.DhtStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResponderTest {
    private static final int NODES = 60;

    private final ManualTimers timers = new ManualTimers();
    private final Random random = new Random(1);
    private final NodeId self = NodeId.random(random);
    private final NodeId asker = NodeId.random(random);
    private final NodeAddress address = NodeAddress.ofIpv4(20 << 24, 4_001);
    private final NodeId key = NodeId.random(random);
    private final List<byte[]> sent = new ArrayList<>();
    private final List<byte[]> knocks = new ArrayList<>();
    private final List<NodeAddress> knockedAt = new ArrayList<>();
    private final RecordStore records = new RecordStore(self);
    private final Responder responder = responder();

    private Responder responder() {
        RoutingTable table = new RoutingTable(self, DhtSettings.DEFAULT);
        for (int i = 0; i < NODES; i++) {
            KnownNode node =
                    new KnownNode(new Contact(NodeId.random(random), NodeAddress.ofIpv4((30 << 24) + (i << 8), 4_001)));
            node.proven = true;
            table.heard(node, 1);
        }
        return new Responder(
                new StandInCredentials(self),
                table,
                records,
                new StandInRecords(),
                DhtSettings.DEFAULT,
                timers,
                timers::unixMillis,
                new Outgoing(self, timers::unixMillis, sender()),
                new Reachability(),
                random);
    }

    private DatagramSender sender() {
        return new DatagramSender() {
            @Override
            public void send(NodeAddress to, byte[] message) {
                sent.add(message);
            }

            @Override
            public boolean sendFromElsewhere(NodeAddress to, byte[] message) {
                knocks.add(message);
                knockedAt.add(to);
                return true;
            }
        };
    }

    private @Nullable DhtMessage ask(DhtMessage.Builder question, int size) {
        sent.clear();
        knocks.clear();
        byte[] bytes = Messages.padded(
                question.setTransaction(5).setSender(Messages.bytes(asker)).setUnixTimeMs(1), size);
        DhtMessage parsed = Messages.parse(bytes);
        if (parsed == null) {
            throw new AssertionError("a message of " + bytes.length + " bytes");
        }
        responder.answer(address, parsed, asker, bytes.length);
        // With the seal and the headers of UDP and IPv4 around each.
        int knocked = knocks.stream()
                .mapToInt(knock -> knock.length + DhtSettings.SEAL_BYTES + 28)
                .sum();
        if (sent.isEmpty()) {
            assertThat(knocked).isLessThanOrEqualTo(bytes.length);
            return null;
        }
        if (question.getToken() == 0) {
            assertThat(sent.getLast().length + knocked).isLessThanOrEqualTo(bytes.length);
        }
        return Messages.parse(sent.getLast());
    }

    private DhtMessage answer(DhtMessage.Builder question, int size) {
        DhtMessage answer = ask(question, size);
        if (answer == null) {
            throw new AssertionError("no answer");
        }
        return answer;
    }

    private long token() {
        return answer(ping(), 320).getToken();
    }

    private static DhtMessage.Builder ping() {
        return DhtMessage.newBuilder().setPing(DhtPing.getDefaultInstance());
    }

    private DhtMessage.Builder find() {
        return DhtMessage.newBuilder().setFind(DhtFind.newBuilder().setTarget(Messages.bytes(key)));
    }

    private DhtMessage.Builder get() {
        return DhtMessage.newBuilder().setGet(DhtGet.newBuilder().setKey(Messages.bytes(key)));
    }

    private DhtMessage.Builder store(ByteString value, long token) {
        return DhtMessage.newBuilder()
                .setToken(token)
                .setStore(DhtStore.newBuilder().setKey(Messages.bytes(key)).setValue(value));
    }

    private ByteString value(int more) {
        return StandInRecords.value(NodeId.random(random), 1, timers.unixMillis() + 60_000, more);
    }

    private DhtRefusal refusal(ByteString value, long token) {
        return answer(store(value, token), 0).getStored().getRefusal();
    }

    @Test
    void unprovenAddress_neverGetsMoreThanItSent() throws RefusedRecordException {
        for (int i = 0; i < 30; i++) {
            records.put(new StandInRecords().read(key, value(i * 10), timers.unixMillis()), timers.unixMillis());
        }
        for (int size = 0; size <= DhtSettings.MAX_MESSAGE; size++) {
            for (DhtMessage.Builder question : List.of(ping(), find(), get(), store(value(size % 500), 0))) {
                if (size % 2 == 0) {
                    question.setChallenge(ByteString.copyFrom(new byte[16]));
                }
                timers.pass(java.time.Duration.ofMillis(10));
                question.setKnock(size % 3 == 0);
                // Looks at the sizes itself.
                ask(question, size);
            }
        }
    }

    @Test
    void largeQuestion_getsAsManyNodesAsABucketHas_alsoWithoutAToken() {
        DhtMessage answer = answer(find().setChallenge(ByteString.copyFrom(new byte[16])), DhtSettings.MAX_MESSAGE);

        assertThat(Messages.contacts(answer.getNodes())).hasSize(20);
        assertThat(answer.getProof().size()).isEqualTo(96);
    }

    @Test
    void smallQuestion_withItsToken_getsThemToo() {
        DhtMessage answer = answer(find().setToken(token()), 0);

        assertThat(Messages.contacts(answer.getNodes())).hasSize(20);
        assertThat(answer.getTransaction()).isEqualTo(5);
    }

    @Test
    void token_isGoodForThatAddressAlone() {
        long token = token();
        assertThat(refusal(value(0), token)).isEqualTo(DhtRefusal.DHT_REFUSAL_NONE);
        assertThat(refusal(value(0), 0)).isEqualTo(DhtRefusal.DHT_REFUSAL_TOKEN);
        assertThat(refusal(value(0), token + 1)).isEqualTo(DhtRefusal.DHT_REFUSAL_TOKEN);

        DhtMessage.Builder question = find().setToken(token)
                .setTransaction(6)
                .setSender(Messages.bytes(asker))
                .setUnixTimeMs(1);
        sent.clear();
        responder.answer(
                NodeAddress.ofIpv4(21 << 24, 4_001),
                question.build(),
                asker,
                question.build().getSerializedSize());
        assertThat(sent).allMatch(message -> message.length <= question.build().getSerializedSize());
    }

    @Test
    void token_agesInHours() {
        long token = token();
        timers.pass(java.time.Duration.ofNanos(AddressTokens.GOOD_NANOS));
        assertThat(refusal(value(0), token)).isEqualTo(DhtRefusal.DHT_REFUSAL_NONE);
        timers.pass(java.time.Duration.ofHours(2));
        assertThat(refusal(value(0), token)).isEqualTo(DhtRefusal.DHT_REFUSAL_TOKEN);
    }

    @Test
    void record_thatIsNone_orExpired_isRefused() {
        long token = token();

        assertThat(refusal(ByteString.copyFromUtf8("nonsense"), token)).isEqualTo(DhtRefusal.DHT_REFUSAL_INVALID);
        assertThat(refusal(value(DhtSettings.MAX_VALUE), token)).isEqualTo(DhtRefusal.DHT_REFUSAL_INVALID);
        assertThat(refusal(StandInRecords.value(asker, 1, timers.unixMillis(), 0), token))
                .isEqualTo(DhtRefusal.DHT_REFUSAL_CLOCK);
        assertThat(records.bytes()).isZero();
    }

    @Test
    void expiredRecords_areNotNamed_andThoseWithoutRoomAreCounted() throws RefusedRecordException {
        for (int i = 0; i < 8; i++) {
            records.put(new StandInRecords().read(key, value(400), timers.unixMillis()), timers.unixMillis());
        }
        DhtMessage answer = answer(get().setToken(token()), 0);
        assertThat(answer.getRecords().getValuesCount()).isEqualTo(2);
        assertThat(answer.getRecords().getLeft()).isEqualTo(6);

        timers.pass(java.time.Duration.ofMinutes(2));
        assertThat(answer(get().setToken(token()), 0).getRecords().getValuesCount())
                .isZero();
    }

    @Test
    void proofs_areLimited() {
        int proofs = 0;
        for (int i = 0; i < 2_000; i++) {
            DhtMessage answer = answer(ping().setChallenge(ByteString.copyFrom(new byte[16])), 320);
            proofs += answer.getProof().isEmpty() ? 0 : 1;
        }

        assertThat(proofs).isEqualTo(500);
    }

    @Test
    void knock_goesToWhereTheQuestionCameFrom_onceForEach_inASecondNotTooMany() {
        long token = token();
        DhtMessage answer = answer(find().setToken(token).setKnock(true), 0);

        assertThat(answer.getKnock()).isTrue();
        assertThat(knockedAt).containsExactly(address);
        assertThat(Messages.parse(knocks.getLast())).satisfies(knock -> {
            assertThat(knock.getTransaction()).isEqualTo(answer.getTransaction());
            assertThat(knock.hasFromElsewhere()).isTrue();
        });
        assertThat(answer(find().setToken(token), 0).getKnock()).isFalse();
        for (int i = 0; i < 1_000; i++) {
            ask(find().setToken(token).setKnock(true), 0);
        }
        assertThat(knockedAt).hasSize(100);
    }

    @Test
    void knock_withoutAToken_needsALongQuestion() {
        assertThat(answer(ping().setKnock(true), 300).getKnock()).isFalse();
        assertThat(answer(ping().setKnock(true), 464).getKnock()).isTrue();
        assertThat(knockedAt).hasSize(1);
    }

    @Test
    void status_isSaid_whereItFits() {
        responder.status(() -> new byte[DhtSettings.MAX_STATUS]);

        assertThat(answer(ping(), 320).getPong().getStatus().size()).isEqualTo(DhtSettings.MAX_STATUS);
        assertThat(Messages.address(answer(ping(), 320).getPong().getObserved()))
                .isEqualTo(address);
    }
}
