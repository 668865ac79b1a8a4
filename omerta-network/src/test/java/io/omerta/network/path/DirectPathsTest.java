package io.omerta.network.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Paths between real sockets on the loopback interface. */
final class DirectPathsTest {
    private static final InetAddress HOST = InetAddress.ofLiteral("127.0.0.1");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration QUIET = Duration.ofMillis(300);

    private final DirectPaths providers = DirectPaths.at(new InetSocketAddress(HOST, 0));
    private final DirectPaths requesters = DirectPaths.at(new InetSocketAddress(HOST, 0));
    private final BlockingQueue<byte[]> atProvider = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> atRequester = new LinkedBlockingQueue<>();
    private final AtomicInteger losses = new AtomicInteger();

    @AfterEach
    void close() {
        requesters.close();
        providers.close();
    }

    private OfferedEnd offer() {
        return providers.offer("job", HOST, atProvider::add).orElseThrow();
    }

    private SoughtEnd seek(PathOffer offer) {
        PathOffer told = new PathOffer(
                offer.id(), offer.port(), PathKey.ofBytes(offer.key().toBytes()));
        return requesters
                .seek("job", HOST, told, new SoughtEnd.Arrivals(atRequester::add, losses::incrementAndGet))
                .orElseThrow();
    }

    private static void awaitSent(DirectPath end, byte[] datagram) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> end.send(datagram));
        end.flush();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] next(BlockingQueue<byte[]> queue) throws InterruptedException {
        byte[] datagram = queue.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        return datagram == null ? new byte[0] : datagram;
    }

    @Test
    void datagrams_goBothWaysOnceThePathIsProven() throws Exception {
        try (OfferedEnd provider = offer()) {
            assertThat(provider.send(new byte[1])).isFalse();
            try (SoughtEnd requester = seek(provider.offer())) {
                byte[] longest = new byte[PathMessage.MAX_DATAGRAM_BYTES];
                longest[0] = 4;
                awaitSent(requester, longest);
                awaitSent(provider, new byte[] {1, 2, 3});
                assertThat(next(atProvider)).isEqualTo(longest);
                assertThat(next(atRequester)).containsExactly(1, 2, 3);
                assertThat(requester.send(new byte[PathMessage.MAX_DATAGRAM_BYTES + 1]))
                        .isFalse();
            }
        }
    }

    @Test
    void twoPathsOfTheSameMachines_areKeptApart() throws Exception {
        BlockingQueue<byte[]> atSecond = new LinkedBlockingQueue<>();
        try (OfferedEnd first = offer();
                OfferedEnd second =
                        providers.offer("second", HOST, atSecond::add).orElseThrow();
                SoughtEnd toFirst = seek(first.offer());
                SoughtEnd toSecond = seek(second.offer())) {
            awaitSent(toFirst, new byte[] {1});
            awaitSent(toSecond, new byte[] {2});
            assertThat(next(atProvider)).containsExactly(1);
            assertThat(next(atSecond)).containsExactly(2);
        }
    }

    @Test
    void closedEnd_isLost_andTheRequesterHearsOfIt() {
        OfferedEnd provider = offer();
        try (SoughtEnd requester = seek(provider.offer())) {
            awaitSent(requester, new byte[] {1});
            provider.close();
            await().atMost(SOON).until(() -> losses.get() == 1);
            assertThat(requester.send(new byte[] {1})).isFalse();
        }
    }

    @Test
    void lost_atTheProvider_isProvenAgain() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        Consumer<byte[]> arrivals = _ -> {
            waiting.countDown();
            awaitUninterruptibly(mayGoOn);
        };
        try (OfferedEnd provider = providers.offer("job", HOST, arrivals).orElseThrow();
                SoughtEnd requester = seek(provider.offer())) {
            awaitSent(provider, new byte[] {1});
            awaitSent(requester, new byte[] {1});
            assertThat(waiting.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            // Nothing is heard there now: what would prove the path again has to wait.
            provider.lost();
            assertThat(provider.send(new byte[] {1})).isFalse();
            mayGoOn.countDown();
            awaitSent(requester, new byte[] {1});
            awaitSent(provider, new byte[] {1});
        } finally {
            mayGoOn.countDown();
        }
    }

    @Test
    void datagram_fromAnAddressThatHasNotProvedItself_doesNotArrive() throws Exception {
        try (OfferedEnd provider = offer();
                SoughtEnd requester = seek(provider.offer());
                DatagramSocket stranger = new DatagramSocket(0, HOST)) {
            awaitSent(requester, new byte[] {1});
            ByteBuffer forged = ByteBuffer.allocate(9);
            PathMessage.putHeader(
                    forged, PathMessage.DATAGRAM, 0, provider.offer().id());
            send(stranger, provider.offer().port(), forged.put((byte) 66).flip());
            awaitSent(requester, new byte[] {2});
            assertThat(next(atProvider)).containsExactly(1);
            assertThat(next(atProvider)).containsExactly(2);
        }
    }

    @Test
    void probe_withAnotherKey_orOfAHostThatIsNotTheRequesters_getsNothing() throws Exception {
        try (OfferedEnd provider = offer();
                OfferedEnd ofOthers = providers
                        .offer("other", InetAddress.ofLiteral("192.0.2.1"), atProvider::add)
                        .orElseThrow();
                DatagramSocket stranger = new DatagramSocket(0, HOST)) {
            SplittableRandom random = new SplittableRandom(5);
            PathOffer offer = provider.offer();
            PathOffer others = ofOthers.offer();
            Proof probe = Proof.probe(offer.id(), 1, 1, Challenge.fresh(random));
            send(stranger, offer.port(), probe.write(PathKey.generate(random)));
            Proof toOthers = Proof.probe(others.id(), 1, 1, Challenge.fresh(random));
            send(stranger, offer.port(), toOthers.write(others.key()));
            assertThat(answer(stranger, QUIET)).isEmpty();
            // The same socket, with the right key: what came before was heard, and not answered.
            send(stranger, offer.port(), probe.write(offer.key()));
            assertThat(answer(stranger, SOON).orElseThrow()).hasSize(Proof.BYTES);
            send(stranger, offer.port(), probe.write(offer.key()));
            assertThat(answer(stranger, QUIET)).isEmpty();
        }
    }

    private static void send(DatagramSocket from, int port, ByteBuffer message) throws IOException {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        from.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(HOST, port)));
    }

    private static Optional<byte[]> answer(DatagramSocket socket, Duration atMost) throws IOException {
        socket.setSoTimeout((int) atMost.toMillis());
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        try {
            socket.receive(packet);
            return Optional.of(Arrays.copyOf(packet.getData(), packet.getLength()));
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
    }

    @Test
    void forbidden_orWithoutAPort_thereAreNoPaths() throws Exception {
        try (DirectPaths none = DirectPaths.forbidden();
                DatagramSocket taken = new DatagramSocket(0, HOST);
                DirectPaths late = DirectPaths.at(new InetSocketAddress(HOST, taken.getLocalPort()))) {
            assertThat(none.offer("job", HOST, atProvider::add)).isEmpty();
            assertThat(late.offer("job", HOST, atProvider::add)).isEmpty();
        }
    }

    @Test
    void otherFamilyOfAddresses_thereIsNoPath() {
        assertThat(providers.offer("job", InetAddress.ofLiteral("::1"), atProvider::add))
                .isEmpty();
    }
}
