package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.omerta.network.wireguard.SimulatedLink.Flight;
import io.omerta.network.wireguard.SimulatedLink.Node;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The data path with the cipher outside of the device: what goes out and comes in is the same, keys end as they must. */
final class BatchTest {
    private static final Duration A_MOMENT = Duration.ofMillis(100);
    private static final int SEVERAL = 20;

    private final SimulatedLink link = new SimulatedLink(1);
    private final Node alice = link.node("alice");
    private final Node bob = link.node("bob");
    private final PacketCipher cipher = new PacketCipher();
    private final OutgoingBatch<String> outgoing = new OutgoingBatch<>(SEVERAL, DeviceConfig.DEFAULT_MTU);
    private final IncomingBatch<String> incoming = new IncomingBatch<>(SEVERAL);
    private final List<Received> results = new ArrayList<>();

    @BeforeEach
    void connect() {
        SimulatedLink.pair(alice, "10.0.0.1", bob, "10.0.0.2", link.now);
        alice.device.connect(link.now, bob.publicKey(), alice::transmit);
        link.run(A_MOMENT);
        link.sent.clear();
        bob.results.clear();
    }

    private static byte[] numbered(int number) {
        return TestPackets.packet("10.0.0.1", "10.0.0.2", 40 + number, number);
    }

    private Sent prepare(int number) {
        return alice.device.prepare(link.now, ByteBuffer.wrap(numbered(number)), outgoing, alice::transmit);
    }

    private void prepareAll() {
        for (int i = 0; i < SEVERAL; i++) {
            assertThat(prepare(i)).isEqualTo(Sent.TRANSMITTED);
        }
    }

    private static List<Long> counters(List<Flight> flights) {
        return flights.stream()
                .map(flight -> LittleEndian.getLong(flight.bytes, 8))
                .toList();
    }

    /** What alice has put on the link, which has lost it. */
    private List<byte[]> lostOnTheWay() {
        link.cut = true;
        prepareAll();
        outgoing.work(cipher, 0, SEVERAL);
        outgoing.transmit(alice::transmit);
        link.cut = false;
        return link.sent.stream().map(flight -> flight.bytes).toList();
    }

    private void add(byte[] datagram) {
        incoming.add("alice", ByteBuffer.wrap(datagram.clone()));
    }

    private void acceptAndDeliver() {
        bob.device.accept(link.now, incoming, bob::transmit);
        incoming.deliver((from, received) -> results.add(received));
    }

    private List<DropReason> reasons() {
        return results.stream()
                .map(received -> ((Received.Dropped) received).reason())
                .toList();
    }

    /** A session of no device, whose keys can be looked at. */
    private static Session session() {
        SessionKeys keys = new SessionKeys(new SealingKey(new byte[32]), new SealingKey(new byte[32]));
        return new Session(1, 1, true, 0, keys, ProtocolLimits.STANDARD);
    }

    @Test
    void transmit_batchSealedOutOfOrder_leavesInOrderWithCountersInOrder() {
        alice.send(numbered(99));
        prepareAll();
        alice.send(numbered(98));
        for (int i = SEVERAL - 1; i >= 0; i--) {
            outgoing.work(cipher, i, i + 1);
        }
        outgoing.transmit(alice::transmit);
        List<Flight> batch = link.sent.subList(2, 2 + SEVERAL);
        long first = counters(link.sent).getFirst();
        assertThat(counters(batch))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, SEVERAL)
                        .mapToObj(i -> first + i)
                        .toList());
        assertThat(counters(link.sent)).doesNotHaveDuplicates();

        link.run(A_MOMENT);
        assertThat(bob.delivered).hasSize(SEVERAL + 2);
        for (int i = 0; i < SEVERAL; i++) {
            assertThat(bob.delivered.get(i + 2)).isEqualTo(numbered(i));
        }
    }

    @Test
    void prepare_ofWhatSendRefuses_takesNothing() {
        byte[] elsewhere = TestPackets.packet("10.0.0.1", "10.9.9.9", 10, 0);
        assertThat(alice.device.prepare(link.now, ByteBuffer.wrap(elsewhere), outgoing, alice::transmit))
                .isEqualTo(Sent.NO_PEER);
        assertThat(alice.device.prepare(link.now, ByteBuffer.allocate(40), outgoing, alice::transmit))
                .isEqualTo(Sent.NOT_IP);
        assertThat(outgoing.size()).isZero();
    }

    @Test
    void prepare_withoutSession_queuesAndShakesHands() {
        Node carol = link.node("carol");
        SimulatedLink.pair(alice, "10.0.0.1/31", carol, "10.0.0.5", link.now);
        byte[] packet = TestPackets.packet("10.0.0.1", "10.0.0.5", 40, 3);
        assertThat(alice.device.prepare(link.now, ByteBuffer.wrap(packet), outgoing, alice::transmit))
                .isEqualTo(Sent.QUEUED);
        assertThat(outgoing.size()).isZero();
        link.run(A_MOMENT);
        assertThat(carol.delivered).containsExactly(packet);
    }

    @Test
    void prepare_intoABatchWithoutRoom_isRefused() {
        prepareAll();
        assertThatIllegalArgumentException().isThrownBy(() -> prepare(0));
        OutgoingBatch<String> narrow = new OutgoingBatch<>(1, DeviceConfig.DEFAULT_MTU - 1);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> alice.device.prepare(link.now, ByteBuffer.wrap(numbered(1)), narrow, alice::transmit));
        outgoing.clear();
    }

    @Test
    void removePeer_afterPrepare_letsNothingLeave() {
        prepareAll();
        alice.device.removePeer(bob.publicKey());
        outgoing.work(cipher, 0, SEVERAL);
        outgoing.transmit(alice::transmit);
        assertThat(link.sent).isEmpty();
    }

    @Test
    void removePeer_betweenSealAndTransmit_losesNothing() {
        prepareAll();
        outgoing.work(cipher, 0, SEVERAL);
        alice.device.removePeer(bob.publicKey());
        outgoing.transmit(alice::transmit);
        link.run(A_MOMENT);
        assertThat(bob.delivered).hasSize(SEVERAL);
    }

    @Test
    void transmit_ofAnEndedSession_wipesItsKey() {
        Session session = session();
        SealingKey key = session.keys().sending();
        outgoing.add(session, "bob", 16);
        outgoing.add(session, "bob", 16);
        outgoing.work(cipher, 0, 1);
        session.close();
        assertThat(session.keys().receiving().isDestroyed()).isTrue();
        assertThat(key.isDestroyed()).isFalse();
        outgoing.work(cipher, 1, 2);
        List<String> transmitted = new ArrayList<>();
        outgoing.transmit((to, datagram) -> transmitted.add(to));
        assertThat(transmitted).containsExactly("bob");
        assertThat(key.isDestroyed()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> outgoing.add(session, "bob", 16));
    }

    @Test
    void clear_ofWhatIsNotSent_letsTheKeysGo() {
        Session session = session();
        outgoing.add(session, "bob", 16);
        add(new byte[TransportMessage.MIN_BYTES]);
        incoming.expect(0, session);
        session.close();
        assertThat(session.keys().sending().isDestroyed()).isFalse();
        assertThat(session.keys().receiving().isDestroyed()).isFalse();
        outgoing.clear();
        incoming.clear();
        assertThat(session.keys().sending().isDestroyed()).isTrue();
        assertThat(session.keys().receiving().isDestroyed()).isTrue();
        assertThat(outgoing.size() + incoming.size()).isZero();
    }

    /** Keys end while others seal with them: no packet is sealed with wiped ones, and none stays. */
    @Test
    void close_whileOthersSeal_neitherFailsNorLeavesAKey() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int round = 0; round < 200; round++) {
                Session session = session();
                for (int i = 0; i < SEVERAL; i++) {
                    outgoing.add(session, "bob", 1_408);
                }
                Future<?> one = threads.submit(() -> outgoing.work(new PacketCipher(), 0, SEVERAL / 2));
                Future<?> two = threads.submit(() -> outgoing.work(new PacketCipher(), SEVERAL / 2, SEVERAL));
                Future<?> end = threads.submit(session::close);
                one.get(10, TimeUnit.SECONDS);
                two.get(10, TimeUnit.SECONDS);
                end.get(10, TimeUnit.SECONDS);
                Session same = session();
                outgoing.transmit((to, datagram) -> {
                    byte[] bytes = new byte[datagram.remaining()];
                    datagram.get(bytes);
                    assertThat(same.open(new Aead(), new TransportMessage(bytes, 0, bytes.length)))
                            .isTrue();
                });
                assertThat(session.keys().sending().isDestroyed()).isTrue();
            }
        }
    }

    @Test
    void newSession_betweenPrepareAndSeal_isNotUsedForOldPackets() {
        link.run(Duration.ofSeconds(6));
        link.sent.clear();
        prepareAll();
        link.cut = false;
        alice.device.connect(link.now, bob.publicKey(), alice::transmit);
        link.run(A_MOMENT);
        assertThat(link.countSent(MessageType.RESPONSE)).isEqualTo(1);
        outgoing.work(cipher, 0, SEVERAL);
        outgoing.transmit(alice::transmit);
        link.run(A_MOMENT);
        assertThat(bob.delivered).hasSize(SEVERAL);
    }

    @Test
    void accept_ofWhatWasOpenedOutside_delivers() {
        lostOnTheWay().forEach(this::add);
        bob.device.match(link.now, incoming);
        incoming.work(cipher, SEVERAL / 2, SEVERAL);
        incoming.work(cipher, 0, SEVERAL / 2);
        acceptAndDeliver();
        assertThat(results).hasSize(SEVERAL);
        for (int i = 0; i < SEVERAL; i++) {
            assertThat(((Received.Packet) results.get(i)).ipPacket()).isEqualTo(ByteBuffer.wrap(numbered(i)));
        }
        assertThat(bob.status(alice).receivedBytes()).isPositive();
    }

    @Test
    void accept_ofWhatNobodyOpened_opensIt() {
        lostOnTheWay().forEach(this::add);
        bob.device.match(link.now, incoming);
        acceptAndDeliver();
        assertThat(results).hasSize(SEVERAL).allMatch(Received.Packet.class::isInstance);
    }

    @Test
    void accept_sameDatagramTwiceInABatch_dropsTheSecond() {
        byte[] datagram = lostOnTheWay().getFirst();
        add(datagram);
        add(datagram);
        bob.device.match(link.now, incoming);
        incoming.work(cipher, 0, 2);
        acceptAndDeliver();
        assertThat(results.getFirst()).isInstanceOf(Received.Packet.class);
        assertThat(results.get(1)).isEqualTo(DropReason.REPLAYED_PACKET.dropped());
    }

    @Test
    void accept_afterTheSessionHasEnded_dropsWhatWasOpened() {
        lostOnTheWay().forEach(this::add);
        bob.device.match(link.now, incoming);
        incoming.work(cipher, 0, SEVERAL / 2);
        bob.device.removePeer(alice.publicKey());
        incoming.work(cipher, SEVERAL / 2, SEVERAL);
        acceptAndDeliver();
        assertThat(reasons()).hasSize(SEVERAL).containsOnly(DropReason.NO_SESSION);
        assertThat(bob.device.dropped(DropReason.NO_SESSION)).isEqualTo(SEVERAL);
    }

    @Test
    void accept_forged_neitherRoamsNorCountsAsSeen() {
        byte[] datagram = lostOnTheWay().getFirst();
        byte[] forged = datagram.clone();
        forged[20] ^= 1;
        incoming.add("mallory", ByteBuffer.wrap(forged));
        add(datagram);
        bob.device.match(link.now, incoming);
        incoming.work(cipher, 0, 2);
        acceptAndDeliver();
        assertThat(results.getFirst()).isEqualTo(DropReason.FORGED_PACKET.dropped());
        assertThat(results.get(1)).isInstanceOf(Received.Packet.class);
        assertThat(bob.status(alice).endpoint()).contains("alice");
    }

    @Test
    void add_ofWhatIsNotOnTheHeapOrTooMuch_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> incoming.add("alice", ByteBuffer.allocateDirect(32)));
        for (int i = 0; i < SEVERAL; i++) {
            add(new byte[i]);
        }
        assertThatIllegalStateException().isThrownBy(() -> add(new byte[1]));
    }

    /** Whatever a link does to datagrams, handshakes among them: in batches the same comes out as one by one. */
    @Test
    void accept_ofMangledTraffic_decidesAsReceiveDoes() {
        for (int seed = 0; seed < 20; seed++) {
            assertThat(decisions(seed, 7)).as("seed %d", seed).isEqualTo(decisions(seed, 0));
        }
    }

    private static List<Received> decisions(int seed, int batchSize) {
        SimulatedLink world = new SimulatedLink(seed);
        Node caller = world.node("alice");
        Node callee = world.node("bob");
        SimulatedLink.pair(caller, "10.0.0.1", callee, "10.0.0.2", world.now);
        caller.device.connect(world.now, callee.publicKey(), caller::transmit);
        world.run(A_MOMENT);
        world.run(Duration.ofSeconds(6));
        List<byte[]> traffic = mangled(world, caller, callee, new Random(seed));
        List<Received> decided = new ArrayList<>();
        if (batchSize == 0) {
            traffic.forEach(bytes ->
                    decided.add(callee.device.receive(world.now, "alice", ByteBuffer.wrap(bytes), callee::transmit)));
            return decided;
        }
        IncomingBatch<String> batch = new IncomingBatch<>(batchSize);
        for (int at = 0; at < traffic.size(); at += batchSize) {
            traffic.subList(at, Math.min(at + batchSize, traffic.size()))
                    .forEach(bytes -> batch.add("alice", ByteBuffer.wrap(bytes)));
            callee.device.match(world.now, batch);
            batch.work(new PacketCipher(), 0, batch.size());
            callee.device.accept(world.now, batch, callee::transmit);
            batch.deliver((from, received) -> decided.add(received));
        }
        return decided;
    }

    private static List<byte[]> mangled(SimulatedLink world, Node caller, Node callee, Random random) {
        world.cut = true;
        world.sent.clear();
        for (int i = 0; i < 30; i++) {
            caller.send(numbered(i));
        }
        caller.device.connect(world.now, callee.publicKey(), caller::transmit);
        for (int i = 0; i < 30; i++) {
            caller.send(TestPackets.packet(i % 5 == 0 ? "10.0.0.7" : "10.0.0.1", "10.0.0.2", i, i));
        }
        List<byte[]> traffic = new ArrayList<>();
        for (Flight flight : List.copyOf(world.sent)) {
            byte[] bytes = flight.bytes.clone();
            if (random.nextInt(5) == 0) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            traffic.add(random.nextInt(traffic.size() + 1), bytes);
            if (random.nextInt(4) == 0) {
                traffic.add(flight.bytes.clone());
            }
        }
        return traffic;
    }
}
