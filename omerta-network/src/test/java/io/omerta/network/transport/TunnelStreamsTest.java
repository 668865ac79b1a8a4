package io.omerta.network.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.omerta.core.job.JobId;
import io.omerta.core.network.Network;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.path.PathKey;
import io.omerta.network.path.PathOffer;
import io.omerta.proto.peer.LendingGrpc;
import io.omerta.proto.peer.TunnelMessage;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TunnelStreamsTest {
    private static final JobId JOB = new JobId(1, 2);
    private static final int DATAGRAM_BYTES = 1_452;

    private final Network team = TestPeer.network("Team");
    private final Provider provider = new Provider();
    private final TestPeer alice = new TestPeer(team);
    private final TestPeer bob = new TestPeer(provider, team);

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    @Test
    void datagrams_bothWays_arriveAsTheyWere() throws Exception {
        Collector received = new Collector();
        try (TunnelStream tunnel = open(JOB, received)) {
            tunnel.send(new byte[] {1});
            tunnel.send(new byte[DatagramQueue.MAX_DATAGRAM_BYTES]);

            assertThat(provider.received.next()).containsExactly(1);
            assertThat(provider.received.next()).hasSize(DatagramQueue.MAX_DATAGRAM_BYTES);
            provider.stream.get(20, TimeUnit.SECONDS).send(new byte[] {2, 3});
            assertThat(received.next()).containsExactly(2, 3);
        }
    }

    @Test
    void requester_whenItCloses_isNoticedByTheProvider() throws Exception {
        TunnelStream tunnel = open(JOB, new Collector());
        tunnel.send(new byte[1]);
        provider.received.next();

        tunnel.close();

        assertThat(provider.received.closed.get(20, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.CANCELLED);
        assertThat(tunnel.send(new byte[1])).isFalse();
    }

    @Test
    void provider_whenItCloses_isNoticedByTheRequester() throws Exception {
        Collector received = new Collector();
        open(JOB, received);

        provider.stream.get(20, TimeUnit.SECONDS).close();

        assertThat(received.closed.get(20, TimeUnit.SECONDS).isOk()).isTrue();
    }

    @Test
    void lastDatagramsOfTheProvider_arriveBeforeItsEnd() throws Exception {
        for (int round = 0; round < 20; round++) {
            Collector received = new Collector();
            open(JOB, received);
            TunnelStream stream = provider.streams.poll(20, TimeUnit.SECONDS);
            assertThat(stream).isNotNull();
            for (byte i = 1; i <= 10; i++) {
                stream.send(new byte[] {i});
            }
            stream.close();
            assertThat(received.closed.get(20, TimeUnit.SECONDS).isOk()).isTrue();
            assertThat(received.datagrams)
                    .extracting(datagram -> (int) datagram[0])
                    .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        }
    }

    @Test
    void job_notKnown_isRefused() throws Exception {
        Collector received = new Collector();
        open(new JobId(9, 9), received);

        assertThat(received.closed.get(20, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void firstMessage_withoutAJob_isRefused() throws Exception {
        CompletableFuture<Status> end = new CompletableFuture<>();
        LendingGrpc.newStub(alice.connections.to(bob.id(), List.of(bob.endpoint()), team.id()))
                .tunnel(new StreamObserver<>() {
                    @Override
                    public void onNext(TunnelMessage message) {}

                    @Override
                    public void onError(Throwable failure) {
                        end.complete(Status.fromThrowable(failure));
                    }

                    @Override
                    public void onCompleted() {
                        end.complete(Status.OK);
                    }
                })
                .onNext(TunnelMessage.getDefaultInstance());

        assertThat(end.get(20, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void pathOffer_ofTheProvider_reachesTheRequesterWithTheHostOfTheConnection() throws Exception {
        Collector received = new Collector();
        try (TunnelStream tunnel = open(JOB, received)) {
            PathOffer offer = new PathOffer(-7, 4_000, PathKey.ofBytes(new byte[PathKey.BYTES]));
            provider.stream.get(20, TimeUnit.SECONDS).offerPath(offer);

            assertThat(received.offer.get(20, TimeUnit.SECONDS)).isEqualTo(offer);
            assertThat(received.offeredBy).isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
            assertThat(provider.received.pathLost.isDone()).isFalse();
            tunnel.pathLost();
            assertThat(provider.received.pathLost.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void pathOffer_thatComesTwice_endsTheTunnel() throws Exception {
        Collector received = new Collector();
        open(JOB, received);
        PathOffer offer = new PathOffer(1, 4_000, PathKey.ofBytes(new byte[PathKey.BYTES]));

        provider.stream.get(20, TimeUnit.SECONDS).offerPath(offer);
        provider.stream.get(20, TimeUnit.SECONDS).offerPath(offer);

        assertThat(received.closed.get(20, TimeUnit.SECONDS).getDescription()).isEqualTo("path_offer: more than one");
    }

    @ParameterizedTest
    @CsvSource({"0, 32", "53, 32", "65536, 32", "-1, 32", "4000, 31", "4000, 0"})
    void pathOffer_withAnotherPortOrKeyThanItMayHave_isRefused(int port, int keyBytes) {
        var message = io.omerta.proto.peer.PathOffer.newBuilder()
                .setPort(port)
                .setKey(ByteString.copyFrom(new byte[keyBytes]))
                .build();
        assertThatThrownBy(() -> PathOfferMessages.fromProto(message)).isInstanceOf(InvalidMessageException.class);
    }

    @Test
    void datagram_emptyOrTooLarge_isNotSent() {
        try (TunnelStream tunnel = open(JOB, new Collector())) {
            assertThatThrownBy(() -> tunnel.send(new byte[0])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> tunnel.send(new byte[65_536])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void datagrams_fasterThanTheReceiver_areDroppedNotQueuedForEver() {
        provider.received.capacity = 0;
        try (TunnelStream tunnel = open(JOB, new Collector())) {
            for (int i = 0; i < 60_000; i++) {
                tunnel.send(new byte[DATAGRAM_BYTES]);
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                tunnel.send(new byte[DATAGRAM_BYTES]);
                return tunnel.dropped() > 0;
            });
        }
    }

    @Test
    void fiftyMegabytes_arriveWholeAndInOrder() throws Exception {
        int count = 50_000_000 / DATAGRAM_BYTES;
        long start = System.nanoTime();
        try (TunnelStream tunnel = open(JOB, new Collector())) {
            provider.expect(count);
            for (int i = 0; i < count; i++) {
                byte[] datagram = ByteBuffer.allocate(DATAGRAM_BYTES).putInt(i).array();
                while (!tunnel.send(datagram)) {
                    LockSupport.parkNanos(100_000);
                }
            }
            provider.counted.get(60, TimeUnit.SECONDS);
        }
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        System.out.println("tunnel: 50 MB in " + millis + " ms, " + (400_000 / Math.max(1, millis)) + " Mbit/s");
        assertThat(provider.outOfOrder.get()).isZero();
    }

    private TunnelStream open(JobId job, DatagramReceiver receiver) {
        PeerChannel channel = alice.connections.to(bob.id(), List.of(bob.endpoint()), team.id());
        return TunnelStreams.open(channel, job, 1, receiver);
    }

    private static class Collector implements DatagramReceiver {
        private final BlockingQueue<byte[]> datagrams = new LinkedBlockingQueue<>();
        final CompletableFuture<Status> closed = new CompletableFuture<>();
        final CompletableFuture<PathOffer> offer = new CompletableFuture<>();
        final CompletableFuture<Boolean> pathLost = new CompletableFuture<>();
        volatile @Nullable InetAddress offeredBy;
        volatile int capacity = Integer.MAX_VALUE;

        @Override
        public void onDatagram(byte[] datagram) {
            if (capacity == 0) {
                closed.join();
            }
            datagrams.add(datagram);
        }

        @Override
        public void onPathOffer(PathOffer offered, InetAddress by) {
            offeredBy = by;
            offer.complete(offered);
        }

        @Override
        public void onPathLost() {
            pathLost.complete(true);
        }

        @Override
        public void onClosed(Status status) {
            closed.complete(status);
        }

        byte[] next() throws InterruptedException {
            byte[] datagram = datagrams.poll(20, TimeUnit.SECONDS);
            return datagram == null ? new byte[0] : datagram;
        }
    }

    private static final class Provider extends LendingGrpc.LendingImplBase {
        final CompletableFuture<TunnelStream> stream = new CompletableFuture<>();
        final BlockingQueue<TunnelStream> streams = new LinkedBlockingQueue<>();
        final CompletableFuture<Void> counted = new CompletableFuture<>();
        final AtomicLong outOfOrder = new AtomicLong();
        final Collector received = new Collector() {
            @Override
            public void onDatagram(byte[] datagram) {
                if (expected == 0) {
                    super.onDatagram(datagram);
                    return;
                }
                if (ByteBuffer.wrap(datagram).getInt() != seen++) {
                    outOfOrder.incrementAndGet();
                }
                if (seen == expected) {
                    counted.complete(null);
                }
            }
        };
        private volatile int expected;
        private int seen;

        void expect(int count) {
            expected = count;
        }

        @Override
        public StreamObserver<TunnelMessage> tunnel(StreamObserver<TunnelMessage> responses) {
            return TunnelStreams.serve(responses, (job, attempt, tunnel) -> {
                if (!job.equals(JOB) || attempt != 1 || Caller.current().host().isEmpty()) {
                    throw Status.NOT_FOUND.asRuntimeException();
                }
                stream.complete(tunnel);
                streams.add(tunnel);
                return received;
            });
        }
    }
}
