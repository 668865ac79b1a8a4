package io.omerta.network.tcpip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omerta.network.tcpip.flow.TcpFlow;
import io.omerta.network.tcpip.flow.TcpFlowHandler;
import io.omerta.network.tcpip.flow.TcpService;
import io.omerta.network.tcpip.flow.UdpService;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.socket.SequenceSource;
import io.omerta.network.tcpip.socket.TcpEnd;
import io.omerta.network.tcpip.stack.Counters;
import io.omerta.network.tcpip.stack.Forwarding;
import io.omerta.network.tcpip.stack.IpStack;
import io.omerta.network.tcpip.stack.StackConfig;
import io.omerta.network.tcpip.wire.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The network with real sockets on loopback; the guest is a stack of our own on the same loop. */
@Timeout(60)
final class UserSpaceNetworkTest {
    private static final IpAddress HUB = IpAddress.parse("10.0.0.1");
    private static final IpAddress GUEST = IpAddress.parse("10.0.1.2");
    private static final int MTU = 1_420;
    private static final int LENGTH = 5_000_000;

    private final EventLoop loop = EventLoop.start("test-loop");
    private volatile Verdict verdict = new Verdict.Reset("default");
    private final UserSpaceNetwork network =
            UserSpaceNetwork.on(loop, StackConfig.of(MTU, HUB), request -> verdict, this::toGuest);
    private final IpStack guest = new IpStack(
            StackConfig.of(MTU, GUEST),
            request -> new Verdict.Drop("guests serve nothing"),
            new NoForwarding(),
            new SequenceSource(new byte[16]),
            new Counters(),
            network::deliver);
    private final TurnListener guestTurns = new TurnListener() {
        @Override
        public void endOfTurn(long nowNanos) {
            guest.poll(nowNanos);
        }

        @Override
        public long nextDeadline() {
            return guest.nextDeadline();
        }
    };

    private void toGuest(ByteBuffer packet) {
        ByteBuffer copy = ByteBuffer.allocate(packet.remaining()).put(packet).flip();
        loop.execute(() -> guest.input(loop.now(), copy));
    }

    @AfterEach
    void close() {
        network.close();
        loop.close();
    }

    private Probe connect(Probe probe) {
        loop.execute(() -> {
            loop.join(guestTurns);
            Objects.requireNonNull(guest.connect(loop.now(), GUEST, 40_000, HUB, 80, probe));
        });
        return probe;
    }

    private static Verdict forwardTo(ServerSocket server) {
        return new Verdict.Forward(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @Test
    void forwarded_onUpload_reachesTheServerAndItsAnswerTheGuest() throws Exception {
        try (ServerSocket server = listen()) {
            verdict = forwardTo(server);
            Probe probe = connect(new Probe(LENGTH));
            try (Socket socket = server.accept()) {
                assertThat(socket.getInputStream().readAllBytes()).hasSize(LENGTH);
                socket.getOutputStream().write(new byte[1_000]);
            }
            assertThat(probe.ended.get(20, TimeUnit.SECONDS)).isEqualTo(TcpEnd.FINISHED);
            assertThat(probe.received).isEqualTo(1_000);
        }
    }

    @Test
    void refusedTarget_onConnect_resetsTheGuest() throws Exception {
        ServerSocket server = listen();
        verdict = forwardTo(server);
        server.close();
        assertThat(connect(new Probe(1)).ended.get(20, TimeUnit.SECONDS)).isEqualTo(TcpEnd.RESET);
    }

    @Test
    void network_onClose_resetsFlowsAndClosesSockets() throws Exception {
        try (ServerSocket server = listen()) {
            verdict = forwardTo(server);
            Probe probe = connect(new Probe(0).keptOpen());
            try (Socket socket = server.accept()) {
                await().until(() -> probe.ready);
                network.close();
                assertThat(probe.ended.get(20, TimeUnit.SECONDS)).isEqualTo(TcpEnd.RESET);
                CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> readOne(socket));
                assertThat(read.get(20, TimeUnit.SECONDS)).isNegative();
            }
        }
    }

    private static int readOne(Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (IOException reset) {
            return -2;
        }
    }

    @Test
    void guestGone_onEndFlows_resetsTheServer() throws Exception {
        try (ServerSocket server = listen()) {
            verdict = forwardTo(server);
            Probe probe = connect(new Probe(0).keptOpen());
            try (Socket socket = server.accept()) {
                await().until(() -> probe.ready);
                network.endFlowsOf(GUEST);
                assertThat(readOne(socket)).isEqualTo(-2);
            }
        }
    }

    @Test
    void network_onSecondClose_doesNothing() {
        UserSpaceNetwork own = UserSpaceNetwork.start(StackConfig.of(MTU, HUB), request -> verdict, packet -> {});
        own.close();
        own.close();
        own.deliver(ByteBuffer.allocate(1));
        assertThat(own.counters()).isNotEmpty();
    }

    /** A guest's program: sends zeros, counts what it gets. */
    private static final class Probe implements TcpFlowHandler {
        private final CompletableFuture<TcpEnd> ended = new CompletableFuture<>();
        private final ByteBuffer toSend;
        private boolean endsOutput = true;
        private volatile boolean ready;
        private int received;

        Probe(int length) {
            toSend = ByteBuffer.allocate(length);
        }

        Probe keptOpen() {
            endsOutput = false;
            return this;
        }

        @Override
        public void ready(TcpFlow flow) {
            ready = true;
            flow.write(toSend);
            if (endsOutput && !toSend.hasRemaining()) {
                flow.endOutput();
            }
            while (flow.view().hasRemaining()) {
                int count = flow.view().remaining();
                flow.consume(count);
                received += count;
            }
        }

        @Override
        public void ended(TcpFlow flow, TcpEnd end) {
            ended.complete(end);
        }
    }

    private static final class NoForwarding implements Forwarding {
        @Override
        public TcpService tcp(InetSocketAddress target) {
            throw new UnsupportedOperationException("no sockets here");
        }

        @Override
        public UdpService udp(InetSocketAddress target) {
            throw new UnsupportedOperationException("no sockets here");
        }
    }
}
