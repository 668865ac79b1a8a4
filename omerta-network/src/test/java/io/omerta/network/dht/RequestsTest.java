package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.omerta.proto.dht.DhtMessage;
import io.omerta.proto.dht.DhtPong;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final ManualTimers timers = new ManualTimers();
    private final Random random = new Random(1);
    private final NodeId self = NodeId.random(random);
    private final RoutingTable table = new RoutingTable(self, DhtSettings.DEFAULT);
    private final List<byte[]> sent = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Outgoing outgoing = new Outgoing(self, timers::unixMillis, (to, message) -> sent.add(message));
    private final Requests requests = new Requests(
            new StandInCredentials(self),
            new KnownNodes(table),
            timers,
            outgoing,
            new Reachability(),
            random,
            (node, isNew) -> {});

    private final StandInCredentials other = new StandInCredentials(NodeId.random(random));
    private final NodeAddress address = NodeAddress.ofIpv4(20 << 24, 4_001);
    private final Contact contact = new Contact(other.id(), address);

    private final Requests.Reply reply = new Requests.Reply() {
        @Override
        public void answered(KnownNode from, DhtMessage answer) {
            told.add(from.proven ? "proven" : "unproven");
        }

        @Override
        public void stalled() {
            told.add("stalled");
        }

        @Override
        public void failed() {
            told.add("failed");
        }
    };

    private DhtMessage asked() {
        DhtMessage message = Messages.parse(sent.getLast());
        if (message == null) {
            throw new AssertionError("it was sent");
        }
        return message;
    }

    private DhtMessage answer(StandInCredentials sender, byte @Nullable [] proof) {
        DhtMessage.Builder answer = DhtMessage.newBuilder()
                .setTransaction(asked().getTransaction())
                .setSender(Messages.bytes(sender.id()))
                .setToken(77)
                .setPong(DhtPong.getDefaultInstance());
        if (proof != null) {
            answer.setProof(ByteString.copyFrom(proof));
        }
        return answer.build();
    }

    private KnownNode known() {
        KnownNode known = table.find(other.id());
        if (known == null) {
            throw new AssertionError("it is not in the table");
        }
        return known;
    }

    private DhtMessage proven() {
        return answer(other, other.prove(asked().getChallenge().toByteArray(), self));
    }

    @Test
    void answer_withItsProof_putsTheNodeIntoTheTable() {
        requests.ping(contact, reply);
        timers.pass(Duration.ofMillis(40));
        requests.answered(address, proven());

        assertThat(told).containsExactly("proven");
        assertThat(known().roundTripNanos).isEqualTo(Duration.ofMillis(40).toNanos());
        timers.pass(LONG);
        assertThat(told).hasSize(1);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void answer_ofAnotherSender_orFromAnotherAddress_orOfNoRequest_isNone() {
        requests.ping(contact, reply);
        StandInCredentials stranger = new StandInCredentials(NodeId.random(random));

        requests.answered(
                address, answer(stranger, stranger.prove(asked().getChallenge().toByteArray(), self)));
        requests.answered(NodeAddress.ofIpv4(20 << 24, 4_002), proven());
        requests.answered(address, proven().toBuilder().setTransaction(1).build());

        assertThat(told).isEmpty();
        assertThat(table.size()).isZero();
    }

    @Test
    void proof_thatIsMissing_wrong_orAnotherNodes_isNone() {
        for (byte[] proof : new byte[][] {null, new byte[96], new byte[5], other.prove(new byte[16], self)}) {
            requests.ping(contact, reply);
            requests.answered(address, answer(other, proof));
        }

        assertThat(told).containsExactly("unproven", "unproven", "unproven", "unproven");
        assertThat(table.size()).isZero();
    }

    @Test
    void secondAnswer_isIgnored() {
        requests.ping(contact, reply);
        DhtMessage answer = proven();
        requests.answered(address, answer);
        requests.answered(address, answer);

        assertThat(told).containsExactly("proven");
    }

    @Test
    void silence_isAskedThreeTimes_thenItHasFailed() {
        requests.ping(contact, reply);
        timers.pass(LONG);

        assertThat(told).containsExactly("stalled", "failed");
        assertThat(sent).hasSize(3);
        assertThat(sent.stream().map(Messages::parse).map(message -> message == null ? 0 : message.getTransaction()))
                .containsOnly(asked().getTransaction());
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void answer_afterTheFirstWait_stillCounts() {
        requests.ping(contact, reply);
        timers.pass(Duration.ofMillis(400));
        requests.answered(address, proven());
        timers.pass(LONG);

        assertThat(told).containsExactly("stalled", "proven");
    }

    @Test
    void answer_afterItHasFailed_isNone() {
        requests.ping(contact, reply);
        DhtMessage late = proven();
        timers.pass(LONG);
        requests.answered(address, late);

        assertThat(told).containsExactly("stalled", "failed");
        assertThat(table.size()).isZero();
    }

    @Test
    void token_isShownWhileItIsGood_andRequestsAreLargeWithoutOne() {
        requests.ping(contact, reply);
        assertThat(sent.getLast().length).isGreaterThanOrEqualTo(300);
        requests.answered(address, proven());

        requests.ping(contact, reply);
        assertThat(asked().getToken()).isEqualTo(77);
        assertThat(asked().getChallenge().isEmpty()).isTrue();
        assertThat(sent.getLast().length).isLessThan(100);

        timers.pass(Duration.ofHours(1));
        requests.ping(contact, reply);
        assertThat(asked().getToken()).isZero();
        assertThat(sent.getLast().length).isGreaterThanOrEqualTo(300);
    }

    @Test
    void node_thatWasForgottenWhileItWasAsked_isStillProven() {
        requests.ping(contact, reply);
        requests.answered(address, proven());
        requests.ping(contact, reply);
        KnownNode known = known();
        table.failed(known);
        table.failed(known);
        requests.answered(address, answer(other, null));

        assertThat(told).containsExactly("proven", "proven");
    }

    @Test
    void tooManyRequests_failAtOnce() {
        for (int i = 0; i < 5_000; i++) {
            requests.ping(contact, reply);
        }

        assertThat(sent).hasSize(4_096);
        assertThat(told).hasSize(904).containsOnly("failed");
        requests.close();
        timers.pass(LONG);
        assertThat(told).hasSize(904);
    }
}
