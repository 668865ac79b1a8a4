package io.omerta.network.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.omerta.core.job.JobId;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.proto.peer.LendingGrpc;
import io.omerta.proto.peer.TunnelMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DeadPeerTest {
    /** What is promised. */
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(15);

    @Test
    void connection_whenItIsCutWithoutAWord_isNoticedByBothSides() throws Exception {
        Network team = TestPeer.network("Team");
        End requester = new End();
        End provider = new End();
        try (TestPeer bob = new TestPeer(new TunnelOnly(provider), team);
                TestPeer alice = new TestPeer(team);
                FreezingRelay relay = new FreezingRelay(bob.server.port())) {
            PeerChannel channel =
                    alice.connections.to(bob.id(), List.of(Endpoint.of("127.0.0.1", relay.port())), team.id());
            TunnelStream tunnel = TunnelStreams.open(channel, new JobId(1, 1), 1, requester);
            tunnel.send(new byte[1]);
            provider.first.get(10, TimeUnit.SECONDS);

            relay.freeze();
            long start = System.nanoTime();

            assertThat(requester.closed.get(30, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(NOTICED_WITHIN);
            assertThat(provider.closed.get(30, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.CANCELLED);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(NOTICED_WITHIN);
        }
    }

    private static final class End implements DatagramReceiver {
        final CompletableFuture<byte[]> first = new CompletableFuture<>();
        final CompletableFuture<Status> closed = new CompletableFuture<>();

        @Override
        public void onDatagram(byte[] datagram) {
            first.complete(datagram);
        }

        @Override
        public void onClosed(Status status) {
            closed.complete(status);
        }
    }

    private static final class TunnelOnly extends LendingGrpc.LendingImplBase {
        private final End end;

        TunnelOnly(End end) {
            this.end = end;
        }

        @Override
        public StreamObserver<TunnelMessage> tunnel(StreamObserver<TunnelMessage> responses) {
            return TunnelStreams.serve(responses, (job, attempt, stream) -> end);
        }
    }
}
