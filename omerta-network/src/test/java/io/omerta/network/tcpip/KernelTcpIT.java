package io.omerta.network.tcpip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omerta.network.tcpip.flow.FlowPolicy;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.stack.StackConfig;
import io.omerta.network.tcpip.wire.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Linux kernel's TCP, in a network namespace, on the other side of a TUN device. Needs root. */
@Timeout(120)
final class KernelTcpIT {
    private static final int MTU = 1_420;
    private static final int LENGTH = 50_000_000;
    private static final IpAddress HUB = IpAddress.parse("10.0.0.1");

    private final AtomicReference<FlowPolicy> policy = new AtomicReference<>(request -> new Verdict.Reset("default"));
    private NetworkNamespace namespace;
    private TunDevice tun;
    private UserSpaceNetwork network;

    @BeforeEach
    void open() throws Exception {
        namespace = NetworkNamespace.create();
        AtomicReference<UserSpaceNetwork> late = new AtomicReference<>();
        tun = TunDevice.open(namespace.name(), packet -> late.get().deliver(packet));
        network = UserSpaceNetwork.start(
                StackConfig.of(MTU, HUB), request -> policy.get().decide(request), tun::send);
        late.set(network);
        namespace.adopt(namespace.name(), MTU, "10.0.1.2/32", "10.0.0.0/16", "192.168.0.0/16");
    }

    @AfterEach
    void close() throws Exception {
        network.close();
        tun.close();
        namespace.close();
    }

    /** Lets port 8000 of the hub reach a server that handles one connection after the other. */
    private ServerSocket serve(Conversation conversation) throws IOException {
        ServerSocket server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
        policy.set(request -> request.destination().equals(HUB) && request.destinationPort() == 8_000
                ? new Verdict.Forward(target)
                : new Verdict.Reset("nothing else"));
        Thread.ofVirtual().start(() -> acceptAll(server, conversation));
        return server;
    }

    private interface Conversation {
        void hold(Socket socket) throws Exception;
    }

    private static void acceptAll(ServerSocket server, Conversation conversation) {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        conversation.hold(socket);
                    } catch (Exception e) {
                        System.out.println("conversation: " + e);
                    }
                });
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void forwarded_onDownload_isByteExact() throws Exception {
        byte[] content = randomBytes(LENGTH);
        try (ServerSocket _ = serve(socket -> socket.getOutputStream().write(content))) {
            long start = System.nanoTime();
            var outcome = namespace.run(60, "python3", "-c", """
                import socket, hashlib, time
                s = socket.create_connection(('10.0.0.1', 8000))
                h = hashlib.sha256()
                while True:
                    b = s.recv(1 << 18)
                    if not b: break
                    h.update(b)
                print(h.hexdigest())
                """);
            report("download", start);
            assertThat(outcome.text().strip()).as(outcome.errors()).isEqualTo(sha256(content));
        }
    }

    @Test
    void forwarded_onUpload_isByteExact() throws Exception {
        CompletableFuture<String> received = new CompletableFuture<>();
        try (ServerSocket _ =
                serve(socket -> received.complete(sha256(socket.getInputStream().readAllBytes())))) {
            long start = System.nanoTime();
            var outcome = namespace.run(60, "python3", "-c", """
                import socket, hashlib, random
                data = random.Random(1).randbytes(%d)
                s = socket.create_connection(('10.0.0.1', 8000))
                s.sendall(data)
                s.shutdown(socket.SHUT_WR)
                s.recv(1)
                print(hashlib.sha256(data).hexdigest())
                """.formatted(LENGTH));
            report("upload", start);
            assertThat(received.get())
                    .as(outcome.errors())
                    .isEqualTo(outcome.text().strip());
        }
    }

    private static void report(String what, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%s: %.2f s, %.0f Mbit/s%n", what, seconds, LENGTH * 8 / seconds / 1e6);
    }

    @Test
    void unknownPort_onSyn_isResetAtOnce() throws Exception {
        // 28 would be the end of curl's patience, which is far beyond the first segments that TCP sends again.
        var outcome = namespace.run(60, "curl", "-sS", "--max-time", "30", "http://10.0.0.1:9999/");
        assertThat(outcome.exitCode()).isEqualTo(7);
        assertThat(outcome.errors()).contains("Failed to connect").doesNotContain("timed out");
    }

    @Test
    void halfClosed_onGuestsEnd_stillAnswers() throws Exception {
        try (ServerSocket _ = serve(socket -> {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] all = in.readAllBytes();
            out.write(("got " + all.length).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        })) {
            var outcome = namespace.run(20, "python3", "-c", """
                import socket
                s = socket.create_connection(('10.0.0.1', 8000))
                s.sendall(b'x' * 1000)
                s.shutdown(socket.SHUT_WR)
                print(s.makefile().read())
                """);
            assertThat(outcome.text().strip()).as(outcome.errors()).isEqualTo("got 1000");
        }
    }

    @Test
    void hub_onPing_answers() throws Exception {
        var outcome = namespace.run(10, "ping", "-c", "3", "-i", "0.2", "-s", "5000", "10.0.0.1");
        assertThat(outcome.text()).as(outcome.errors()).contains(" 0% packet loss");
    }

    @Test
    void refusedTarget_onSyn_isResetAtOnce() throws Exception {
        int closedPort;
        try (ServerSocket server = serve(socket -> {})) {
            closedPort = server.getLocalPort();
        }
        policy.set(request -> new Verdict.Forward(new InetSocketAddress(InetAddress.getLoopbackAddress(), closedPort)));
        assertRefusedAtOnce();
    }

    @Test
    void prohibitedTarget_onSyn_isUnreachableAtOnce() throws Exception {
        policy.set(request -> new Verdict.Unreachable(Verdict.Unreachable.Kind.PROHIBITED, "test"));
        assertRefusedAtOnce();
    }

    private void assertRefusedAtOnce() throws Exception {
        var outcome = namespace.run(60, "python3", "-c", """
            import socket
            try:
                socket.create_connection(('10.0.0.1', 8000), 30)
                print('connected')
            except TimeoutError:
                print('nobody answers')
            except OSError as e:
                print('refused', e)
            """);
        assertThat(outcome.text()).as(outcome.errors()).startsWith("refused");
    }

    @Test
    void forwarded_onManyConnectionsAtOnce_completesAll() throws Exception {
        byte[] content = randomBytes(100_000);
        try (ServerSocket _ = serve(socket -> {
            socket.getInputStream().readNBytes(50_000);
            socket.getOutputStream().write(content);
        })) {
            var outcome = namespace.run(60, "python3", "-c", """
                import socket, threading, hashlib
                results = []
                def one():
                    s = socket.create_connection(('10.0.0.1', 8000), 30)
                    s.sendall(b'y' * 50000)
                    h = hashlib.sha256()
                    while True:
                        b = s.recv(65536)
                        if not b: break
                        h.update(b)
                    results.append(h.hexdigest())
                threads = [threading.Thread(target=one) for _ in range(200)]
                for t in threads: t.start()
                for t in threads: t.join()
                print(len(results), *set(results))
                """);
            assertThat(outcome.text().strip()).as(outcome.errors()).isEqualTo("200 " + sha256(content));
        }
    }

    @Test
    void forwarded_onSlowGuest_holdsTheServerBack() throws Exception {
        AtomicLong written = new AtomicLong();
        try (ServerSocket _ = serve(socket -> {
            byte[] chunk = new byte[65_536];
            while (true) {
                socket.getOutputStream().write(chunk);
                written.addAndGet(chunk.length);
            }
        })) {
            Process guest = namespace.start("python3", "-c", """
                import socket, sys
                s = socket.create_connection(('10.0.0.1', 8000))
                sys.stdin.read(1)
                """);
            awaitStandstill(written);
            // Buffers of both kernels and of the flow, not what the server would like to send.
            assertThat(written.get()).isBetween(65_536L, 30_000_000L);
            guest.getOutputStream().close();
            assertThat(guest.waitFor()).isZero();
        }
    }

    @Test
    void forwarded_onSlowServer_holdsTheGuestBack() throws Exception {
        CompletableFuture<Void> release = new CompletableFuture<>();
        try (ServerSocket _ = serve(socket -> release.get())) {
            var outcome = namespace.run(60, "python3", "-c", """
                import socket
                s = socket.create_connection(('10.0.0.1', 8000))
                s.settimeout(2)
                sent = 0
                try:
                    while True: sent += s.send(b'z' * 65536)
                except TimeoutError:
                    print(sent)
                """);
            release.complete(null);
            assertThat(Long.parseLong(outcome.text().strip()))
                    .as(outcome.errors())
                    .isBetween(65_536L, 30_000_000L);
        }
    }

    private static void awaitStandstill(AtomicLong count) {
        AtomicLong last = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(700))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    long now = count.get();
                    return now > 0 && last.getAndSet(now) == now;
                });
    }

    @Test
    void forwarded_onResetByServer_resetsTheGuest() throws Exception {
        try (ServerSocket _ = serve(socket -> {
            socket.getInputStream().read();
            socket.setSoLinger(true, 0);
        })) {
            var outcome = namespace.run(20, "python3", "-c", """
                import socket
                s = socket.create_connection(('10.0.0.1', 8000))
                s.sendall(b'x')
                try:
                    print('got', s.recv(1))
                except ConnectionResetError:
                    print('reset')
                """);
            assertThat(outcome.text().strip()).as(outcome.errors()).isEqualTo("reset");
        }
    }

    @Test
    void forwarded_onResetByGuest_resetsTheServer() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (ServerSocket _ = serve(socket -> {
            try {
                seen.complete("read " + socket.getInputStream().readAllBytes().length);
            } catch (SocketException e) {
                seen.complete("reset");
            }
        })) {
            namespace.run(20, "python3", "-c", """
                import socket, struct
                s = socket.create_connection(('10.0.0.1', 8000))
                s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                s.close()
                """);
            assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo("reset");
        }
    }

    @Test
    void forwarded_onDatagrams_passesThemBothWays() throws Exception {
        try (DatagramSocket echo = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> echoAll(echo));
            policy.set(request ->
                    new Verdict.Forward(new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.getLocalPort())));
            var outcome = namespace.run(20, "python3", "-c", """
                import socket
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.settimeout(5)
                for n in (1, 100, 1392, 1393, 4000, 60000):
                    s.sendto(b'd' * n, ('10.0.0.1', 53))
                    print(len(s.recv(65536)))
                """);
            assertThat(outcome.text().lines())
                    .as(outcome.errors())
                    .containsExactly("1", "100", "1392", "1393", "4000", "60000");
        }
    }

    private static void echoAll(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        try {
            while (true) {
                socket.receive(packet);
                socket.send(packet);
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Test
    void deniedDatagram_onSend_isUnreachableAtOnce() throws Exception {
        var outcome = namespace.run(20, "python3", "-c", """
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.settimeout(5)
            s.connect(('10.0.0.1', 9999))
            s.send(b'x')
            try:
                s.recv(10)
            except ConnectionRefusedError:
                print('refused')
            """);
        assertThat(outcome.text().strip()).as(outcome.errors()).isEqualTo("refused");
    }
}
