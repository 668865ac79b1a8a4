package io.omerta.network.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real sockets of the loopback: of the best kind that this system has, and of the kind that every system has. */
class UdpPortTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final InetSocketAddress V4 = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    private static final InetSocketAddress V6 = new InetSocketAddress(InetAddress.ofLiteral("::1"), 0);

    enum Kind {
        BEST,
        PLAIN;

        private UdpPort open(InetSocketAddress local) throws IOException {
            return this == BEST ? UdpPorts.open(local) : UdpPorts.openPlain(local);
        }
    }

    private record Arrived(InetSocketAddress from, ByteBuffer bytes) {}

    @ParameterizedTest
    @EnumSource(Kind.class)
    void datagram_arrivesWithItsSender(Kind kind) throws IOException {
        try (UdpPort one = kind.open(V4);
                UdpPort other = kind.open(V4)) {
            send(one, other.localAddress(), new byte[] {1, 2, 3});

            Arrived arrived = receive(other, 1).getFirst();

            assertThat(arrived.from()).isEqualTo(one.localAddress());
            assertThat(arrived.bytes()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void ipv6_works(Kind kind) throws IOException {
        try (UdpPort one = kind.open(V6);
                UdpPort other = kind.open(V6)) {
            send(one, other.localAddress(), new byte[] {7});

            assertThat(receive(other, 1).getFirst().from()).isEqualTo(one.localAddress());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void portOfAllAddresses_speaksBothFamilies(Kind kind) throws IOException {
        try (UdpPort all = kind.open(new InetSocketAddress(InetAddress.ofLiteral("::"), 0));
                UdpPort four = kind.open(V4)) {
            InetSocketAddress to =
                    new InetSocketAddress(V4.getAddress(), all.localAddress().getPort());
            send(four, to, new byte[] {4});
            InetSocketAddress from = receive(all, 1).getFirst().from();
            assertThat(from).isEqualTo(four.localAddress());

            send(all, from, new byte[] {6});

            assertThat(receive(four, 1).getFirst().bytes()).isEqualTo(ByteBuffer.wrap(new byte[] {6}));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void manyOfAllLengths_arriveWholeAndInOrder(Kind kind) throws IOException {
        Random random = new Random(4);
        try (UdpPort one = kind.open(V4);
                UdpPort other = kind.open(V4)) {
            for (int round = 0; round < 200; round++) {
                List<byte[]> sent = new ArrayList<>();
                int length = 1 + random.nextInt(1_500);
                for (int i = 0; i < 1 + random.nextInt(40); i++) {
                    byte[] bytes = new byte[random.nextInt(4) == 0 ? 1 + random.nextInt(2_000) : length];
                    random.nextBytes(bytes);
                    sent.add(bytes);
                    one.send(other.localAddress(), ByteBuffer.wrap(bytes));
                }
                one.flush();

                List<Arrived> arrived = receive(other, sent.size());

                for (int i = 0; i < sent.size(); i++) {
                    assertThat(arrived.get(i).bytes()).isEqualTo(ByteBuffer.wrap(sent.get(i)));
                }
            }
            assertThat(one.unsent()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void largestAndEmptyDatagram_arrive(Kind kind) throws IOException {
        try (UdpPort one = kind.open(V4);
                UdpPort other = kind.open(V4)) {
            send(one, other.localAddress(), new byte[65_507]);
            send(one, other.localAddress(), new byte[0]);

            List<Arrived> arrived = receive(other, 2);

            assertThat(arrived).extracting(each -> each.bytes().remaining()).containsExactly(65_507, 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatNoPacketHolds_orNobodyReaches_isCounted(Kind kind) throws IOException {
        try (UdpPort port = kind.open(V4)) {
            send(port, port.localAddress(), new byte[65_508]);
            send(port, port.localAddress(), new byte[70_000]);
            send(port, new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 5000), new byte[1]);

            assertThat(port.unsent()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void closedPortOfThePeer_disturbsNothing(Kind kind) throws IOException {
        try (UdpPort one = kind.open(V4);
                UdpPort other = kind.open(V4)) {
            UdpPort gone = kind.open(V4);
            gone.close();
            for (int i = 0; i < 5; i++) {
                send(one, gone.localAddress(), new byte[] {1});
                send(one, other.localAddress(), new byte[] {2});
            }

            assertThat(receive(other, 5)).hasSize(5);
            assertThat(one.receive(Duration.ofMillis(20), (_, _) -> {})).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void receive_whenNothingComes_endsAfterItsTime(Kind kind) throws IOException {
        try (UdpPort port = kind.open(V4)) {
            assertThat(port.receive(Duration.ofMillis(20), (_, _) -> {})).isZero();
            assertThat(port.receive(Duration.ZERO, (_, _) -> {})).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void close_endsACallThatWaits(Kind kind) throws Exception {
        UdpPort port = kind.open(V4);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread receiver = Thread.ofPlatform().start(() -> {
            begun.countDown();
            try {
                while (true) {
                    port.receive(LIMIT, (_, _) -> {});
                }
            } catch (IOException e) {
                end.complete(e);
            }
        });
        begun.await();

        port.close();
        port.close();

        assertThat(end.get(20, TimeUnit.SECONDS)).isInstanceOf(ClosedChannelException.class);
        receiver.join();
        port.send(V4, ByteBuffer.allocate(1));
        port.flush();
        assertThat(port.unsent()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void open_whereAnotherIs_saysSo(Kind kind) throws IOException {
        try (UdpPort port = kind.open(V4)) {
            assertThatThrownBy(() -> kind.open(port.localAddress())).isInstanceOf(BindException.class);
        }
    }

    @Test
    void open_onAnotherSystem_givesThePlainKind() throws IOException {
        String name = System.getProperty("os.name");
        System.setProperty("os.name", "Mac OS X");
        try (UdpPort port = UdpPorts.open(V4)) {
            assertThat(port).isInstanceOf(ChannelUdpPort.class);
        } finally {
            System.setProperty("os.name", name);
        }
    }

    /** In a process of its own: in this one the native calls are loaded already. */
    @Test
    void open_whereNativeCallsAreForbidden_givesThePlainKind() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--illegal-native-access=deny",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpenPortProgram.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = program.inputReader()) {
            assertThat(output.readLine()).isEqualTo("ChannelUdpPort");
        } finally {
            program.destroyForcibly().waitFor();
        }
    }

    private static void send(UdpPort port, InetSocketAddress to, byte[] bytes) {
        port.send(to, ByteBuffer.wrap(bytes));
        port.flush();
    }

    private static List<Arrived> receive(UdpPort port, int count) throws IOException {
        List<Arrived> arrived = new ArrayList<>();
        long end = System.nanoTime() + LIMIT.toNanos();
        while (arrived.size() < count && System.nanoTime() - end < 0) {
            port.receive(LIMIT, (from, datagram) -> {
                ByteBuffer copy =
                        ByteBuffer.allocate(datagram.remaining()).put(datagram).flip();
                arrived.add(new Arrived(from, copy));
            });
        }
        assertThat(arrived).hasSize(count);
        return arrived;
    }
}
