package io.omerta.network.tcpip;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.stack.StackConfig;
import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.testkit.link.LinkConditions;
import io.omerta.testkit.link.LinkRelay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The Linux kernel's TCP at one end of a bad link, ours or the kernel's at the other: the link is a relay. Needs root. */
@Timeout(120)
final class KernelLinkIT {
    private static final int MTU = 1_420;
    private static final int LENGTH = 1_000_000;
    private static final int LIMIT_SECONDS = 100;

    private final List<AutoCloseable> opened = new ArrayList<>();

    /** A kernel in a network namespace; what it sends goes where {@link #sendsTo} says, and nowhere before. */
    private record Kernel(NetworkNamespace namespace, TunDevice tun, AtomicReference<LinkRelay> relay) {
        void sendsTo(LinkRelay way, String address) throws IOException, InterruptedException {
            relay.set(way);
            namespace.adopt(namespace.name(), MTU, address + "/32", "10.0.0.0/16");
            // Without it the kernel never tries shorter segments (RFC 4821) where long ones vanish.
            namespace.run(10, "sysctl", "-qw", "net.ipv4.tcp_mtu_probing=1");
        }
    }

    static Stream<Arguments> links() {
        LinkConditions clean = LinkConditions.clean(10);
        return Stream.of(
                Arguments.of("loss", clean.withLoss(0.02)),
                Arguments.of("jitter", clean.withJitterMillis(30)),
                Arguments.of("reordering", clean.withReordering(0.1)),
                Arguments.of("duplication", clean.withDuplication(0.1)),
                Arguments.of("corruption", clean.withCorruption(0.02)),
                Arguments.of("long packets vanish", clean.withLargest(1_200)),
                Arguments.of(
                        "all of it",
                        clean.withLoss(0.01)
                                .withJitterMillis(10)
                                .withReordering(0.05)
                                .withDuplication(0.05)
                                .withCorruption(0.01)
                                .withLargest(1_300)));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    private <T extends AutoCloseable> T own(T one) {
        opened.add(one);
        return one;
    }

    private Kernel kernel() throws IOException, InterruptedException {
        NetworkNamespace namespace = own(NetworkNamespace.create());
        AtomicReference<LinkRelay> relay = new AtomicReference<>();
        TunDevice tun = own(TunDevice.open(namespace.name(), packet -> {
            LinkRelay way = relay.get();
            if (way != null) {
                way.send(packet);
            }
        }));
        return new Kernel(namespace, tun, relay);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("links")
    void transferBothWays_betweenTheKernelAndOurs_isByteExact(String name, LinkConditions conditions) throws Exception {
        byte[] answer = randomBytes();
        CompletableFuture<String> received = new CompletableFuture<>();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
            AtomicReference<LinkRelay> toGuest = new AtomicReference<>();
            UserSpaceNetwork ours = own(UserSpaceNetwork.start(
                    StackConfig.of(MTU, IpAddress.parse("10.0.0.1")),
                    request -> new Verdict.Forward(target),
                    packet -> Objects.requireNonNull(toGuest.get()).send(packet)));
            Kernel guest = kernel();
            toGuest.set(own(LinkRelay.start(conditions, new Random(1), guest.tun()::send)));
            guest.sendsTo(own(LinkRelay.start(conditions, new Random(2), ours::deliver)), "10.0.1.2");
            Thread.ofVirtual().start(() -> exchange(server, answer, received));

            String[] hashes = client(guest.namespace(), 8_000);

            assertThat(received.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(hashes[0]);
            assertThat(hashes[1]).isEqualTo(sha256(answer));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("links")
    void transferBothWays_betweenKernelAndKernel_isByteExact(String name, LinkConditions conditions) throws Exception {
        Kernel guest = kernel();
        Kernel far = kernel();
        guest.sendsTo(own(LinkRelay.start(conditions, new Random(3), far.tun()::send)), "10.0.1.2");
        far.sendsTo(own(LinkRelay.start(conditions, new Random(4), guest.tun()::send)), "10.0.0.1");
        Process server = far.namespace().start("python3", "-c", """
            import socket, hashlib, random, sys
            l = socket.create_server(('10.0.0.1', 8000))
            print('ready', flush=True)
            s, _ = l.accept()
            answer = random.Random(8).randbytes(%d)
            h = hashlib.sha256()
            while True:
                b = s.recv(1 << 16)
                if not b: break
                h.update(b)
            s.sendall(answer)
            s.shutdown(socket.SHUT_WR)
            print(h.hexdigest(), hashlib.sha256(answer).hexdigest())
            """.formatted(LENGTH));
        try (var lines = server.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("ready");

            String[] hashes = client(guest.namespace(), 8_000);

            assertThat(lines.readLine()).isEqualTo(hashes[0] + " " + hashes[1]);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    /** Sends and receives; returns the hashes of what it sent and of what it got. */
    private static String[] client(NetworkNamespace namespace, int port) throws IOException, InterruptedException {
        var outcome = namespace.run(LIMIT_SECONDS, "python3", "-c", """
            import socket, hashlib, random
            data = random.Random(7).randbytes(%d)
            s = socket.create_connection(('10.0.0.1', %d), %d)
            s.sendall(data)
            s.shutdown(socket.SHUT_WR)
            h = hashlib.sha256()
            while True:
                b = s.recv(1 << 16)
                if not b: break
                h.update(b)
            print(hashlib.sha256(data).hexdigest(), h.hexdigest())
            """.formatted(LENGTH, port, LIMIT_SECONDS));
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        return outcome.text().strip().split(" ", -1);
    }

    /** Takes all that one connection sends, and answers it. */
    private static void exchange(ServerSocket server, byte[] answer, CompletableFuture<String> received) {
        try (Socket socket = server.accept()) {
            received.complete(sha256(socket.getInputStream().readAllBytes()));
            socket.getOutputStream().write(answer);
        } catch (Exception e) {
            received.completeExceptionally(e);
        }
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[LENGTH];
        new Random(LENGTH).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
