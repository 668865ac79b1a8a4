package io.omerta.provider;

import static io.omerta.provider.TestRequester.bash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.omerta.core.job.JobId;
import io.omerta.network.path.DirectPaths;
import io.omerta.network.path.PathOffer;
import io.omerta.network.path.SoughtEnd;
import io.omerta.network.transport.DatagramReceiver;
import io.omerta.network.transport.TunnelStream;
import io.omerta.proto.job.JobEnd;
import io.omerta.provider.gate.GuestFrames;
import io.omerta.vm.standin.GuestScript;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A job's datagrams, beside the stream. */
class DirectPathTest extends LendingTest {
    private static final InetAddress HOST = InetAddress.ofLiteral("127.0.0.1");
    private static final byte[] INITIATION = GuestFrames.message(1, 148);
    private static final byte[] RESPONSE = GuestFrames.message(2, 92);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final DirectPaths paths = DirectPaths.at(new InetSocketAddress(HOST, 0));
    private final BlockingQueue<byte[]> byPath = new LinkedBlockingQueue<>();
    private final ByStream byStream = new ByStream();
    private final CountDownLatch maySend = new CountDownLatch(1);

    @AfterEach
    void close() {
        paths.close();
    }

    private static final class ByStream implements DatagramReceiver {
        final List<byte[]> datagrams = new CopyOnWriteArrayList<>();
        final CompletableFuture<PathOffer> offer = new CompletableFuture<>();

        @Override
        public void onDatagram(byte[] datagram) {
            datagrams.add(datagram);
        }

        @Override
        public void onPathOffer(PathOffer offered, InetAddress provider) {
            offer.complete(offered);
        }

        @Override
        public void onClosed(Status status) {}
    }

    /** Sends an initiation when it may, and another one for each frame that it receives. */
    private GuestScript guest(int frames) {
        return guest -> {
            guest.bootAndStart();
            maySend.await();
            guest.sendFrame(GuestFrames.tunnel(guest.macAddress(), INITIATION));
            for (int i = 0; i < frames; i++) {
                guest.receiveFrame();
                guest.sendFrame(GuestFrames.tunnel(guest.macAddress(), INITIATION));
            }
            guest.exit(0);
            guest.awaitPowerOff();
        };
    }

    private SoughtEnd seek() throws Exception {
        PathOffer offer = byStream.offer.get(SOON.toSeconds(), TimeUnit.SECONDS);
        return paths.seek("test", HOST, offer, new SoughtEnd.Arrivals(byPath::add, () -> {}))
                .orElseThrow();
    }

    @Test
    void datagrams_onceThePathIsProven_goThereAndComeFromThere_thenByTheStreamAgain() throws Exception {
        start(TestProvider.in(folder)
                .withPaths(DirectPaths.at(new InetSocketAddress(HOST, 0)))
                .withGuests(guest(2)));
        JobId job = requester.accepted(bash());
        TunnelStream tunnel = requester.tunnel(job, byStream);
        SoughtEnd path = seek();

        // No WireGuard: the gate does not let it through.
        await().atMost(SOON).until(() -> path.send(new byte[] {1}));
        maySend.countDown();
        assertThat(byPath.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(INITIATION);
        await().atMost(SOON).until(() -> path.send(RESPONSE));
        path.flush();
        assertThat(byPath.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(INITIATION);
        assertThat(byStream.datagrams).isEmpty();
        path.close();
        tunnel.pathLost();
        tunnel.send(RESPONSE);
        await().atMost(SOON).untilAsserted(() -> assertThat(byStream.datagrams).containsExactly(INITIATION));
        JobEnd end = requester.end(job);
        assertThat(end.getUsage().getBytesOut()).isEqualTo(3 * 148);
    }

    @Test
    void providerWithoutPaths_offersNone() throws Exception {
        start(guest(1));
        JobId job = requester.accepted(bash());
        TunnelStream tunnel = requester.tunnel(job, byStream);

        maySend.countDown();
        await().atMost(SOON).until(() -> {
            // Lost until the guest is up; refused once the job is over.
            tunnel.send(RESPONSE);
            return !byStream.datagrams.isEmpty();
        });

        assertThat(byStream.offer.isDone()).isFalse();
        requester.end(job);
    }
}
