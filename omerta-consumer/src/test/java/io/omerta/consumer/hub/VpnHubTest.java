package io.omerta.consumer.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.omerta.consumer.dns.NameResolver;
import io.omerta.consumer.policy.ExposedPort;
import io.omerta.consumer.policy.SharedFolders;
import io.omerta.consumer.policy.VpnPolicy;
import io.omerta.core.address.Destination;
import io.omerta.core.config.HubRange;
import io.omerta.core.job.JobId;
import io.omerta.network.tcpip.socket.TcpEnd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class VpnHubTest {
    private static final String HUB = "10.0.0.1";
    private static final int EXPOSED = 8_000;
    private static final byte ICMP = 1;

    private final VpnHub hub =
            VpnHub.start(HubRange.parse("10.0.0.0/16"), _ -> Optional.empty(), NameResolver.SYSTEM, Instant.now());
    private final List<AutoCloseable> closed = new ArrayList<>();
    private final byte[] large = new byte[8 << 20];
    private HttpServer server;

    @BeforeEach
    void setUp() throws IOException {
        new Random(1).nextBytes(large);
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestURI().getPath().equals("/large")
                    ? large
                    : "hello".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void tearDown() throws Exception {
        for (AutoCloseable resource : closed) {
            resource.close();
        }
        hub.close();
        server.stop(0);
    }

    @Test
    void guest_fetchesFromTheExposedPort() {
        StandInGuest guest = guest(lease(exposing()));
        assertThat(guest.get(HUB, EXPOSED, "/").join().text())
                .startsWith("HTTP/1.1 200")
                .endsWith("hello");
    }

    @Test
    void guest_fetchesMegabytesIntact() {
        HubLease lease = lease(exposing());
        StandInGuest guest = guest(lease);
        byte[] answer = guest.get(HUB, EXPOSED, "/large").join().received().toBytes();
        assertThat(Arrays.copyOfRange(answer, answer.length - large.length, answer.length))
                .isEqualTo(large);
        assertThat(lease.traffic().bytesToGuest()).isGreaterThan(large.length);
        assertThat(lease.traffic().bytesFromGuest()).isPositive();
    }

    @Test
    void guest_withoutPolicy_isResetAtOnce() {
        StandInGuest guest = guest(lease(VpnPolicy.NOTHING));
        for (String host : List.of(HUB, "192.168.1.1", "1.1.1.1", "10.0.0.3")) {
            CompletableFuture<StandInGuest.Outcome> outcome =
                    guest.get(host, server.getAddress().getPort(), "/");
            assertThat(outcome.orTimeout(20, TimeUnit.SECONDS).join().end())
                    .as(host)
                    .isEqualTo(TcpEnd.RESET);
        }
    }

    @Test
    void guest_onOtherPortsThanTheExposedOne_isResetAtOnce() {
        StandInGuest guest = guest(lease(exposing()));
        for (int port : new int[] {EXPOSED + 1, server.getAddress().getPort(), 22, 1}) {
            assertThat(guest.get(HUB, port, "/")
                            .orTimeout(20, TimeUnit.SECONDS)
                            .join()
                            .end())
                    .isEqualTo(TcpEnd.RESET);
        }
    }

    @Test
    void guest_whoseExposedPortNobodyServes_isResetAtOnce() {
        int port = server.getAddress().getPort();
        server.stop(0);
        StandInGuest guest = guest(lease(VpnPolicy.exposing(List.of(new ExposedPort(EXPOSED, port)))));
        assertThat(guest.get(HUB, EXPOSED, "/")
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join()
                        .end())
                .isEqualTo(TcpEnd.RESET);
    }

    @Test
    void guest_sendingUdp_isToldThatItIsProhibited() throws Exception {
        HubLease lease = lease(exposing());
        StandInGuest guest = guest(lease);
        assertThat(guest.get(HUB, EXPOSED, "/").join().text()).endsWith("hello");
        guest.sendRaw(udp(lease.tunnel().guestAddress(), "8.8.8.8", 53));
        // The last segments of the connection may still come before it.
        ByteBuffer answer = guest.packets().poll(10, TimeUnit.SECONDS);
        while (answer != null && answer.get(9) != ICMP) {
            answer = guest.packets().poll(10, TimeUnit.SECONDS);
        }
        assertThat(answer).isNotNull();
        // ICMP destination unreachable (3), communication administratively prohibited (13).
        assertThat(answer.get(20)).isEqualTo((byte) 3);
        assertThat(answer.get(21)).isEqualTo((byte) 13);
    }

    @Test
    void guests_doNotSeeEachOther() {
        HubLease one = lease(exposing());
        HubLease other = lease(VpnPolicy.NOTHING);
        StandInGuest guest = guest(one);
        guest(other);
        assertThat(guest.get(other.tunnel().guestAddress(), 80, "/")
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join()
                        .end())
                .isEqualTo(TcpEnd.RESET);
    }

    @Test
    void guest_underAnothersAddress_isNotHeard() throws Exception {
        HubLease one = lease(VpnPolicy.NOTHING);
        HubLease other = lease(exposing());
        StandInGuest spoofing = new StandInGuest(one.tunnel(), other.tunnel().guestAddress(), one::receive);
        closed.add(spoofing);
        one.attach(spoofing::receive);
        CompletableFuture<StandInGuest.Outcome> outcome = spoofing.get(HUB, EXPOSED, "/");
        assertThatThrownBy(() -> outcome.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void lease_attachedToAnotherWay_goesOnThere() {
        HubLease lease = lease(exposing());
        StandInGuest guest = guest(lease);
        assertThat(guest.get(HUB, EXPOSED, "/").join().text()).endsWith("hello");
        DatagramSink second = guest::receive;
        lease.attach(second);
        lease.detach(datagram -> {});
        assertThat(guest.get(HUB, EXPOSED, "/").join().text()).endsWith("hello");
    }

    @Test
    void lease_closed_resetsItsFlowsAndIsNotHeardAnyMore() throws Exception {
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = listening.accept()) {
                    accepted.complete(null);
                    ended.complete(socket.getInputStream().read());
                } catch (IOException e) {
                    ended.complete(-1);
                }
            });
            HubLease lease = lease(VpnPolicy.exposing(List.of(new ExposedPort(EXPOSED, listening.getLocalPort()))));
            StandInGuest guest = guest(lease);
            CompletableFuture<StandInGuest.Outcome> outcome = guest.exchange(HUB, EXPOSED, "");
            accepted.join();
            lease.close();
            lease.close();
            assertThat(ended.join()).isEqualTo(-1);
            CompletableFuture<StandInGuest.Outcome> later = guest.get(HUB, EXPOSED, "/");
            assertThatThrownBy(() -> later.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(outcome.isDone() && outcome.join().end() == TcpEnd.FINISHED)
                    .isFalse();
        }
    }

    @Test
    void open_givesEachLeaseItsOwnKeysAndAddress() {
        HubLease one = lease(VpnPolicy.NOTHING);
        HubLease other = lease(VpnPolicy.NOTHING);
        assertThat(one.tunnel().guestAddress()).isEqualTo("10.0.0.2");
        assertThat(other.tunnel().guestAddress()).isEqualTo("10.0.0.3");
        assertThat(one.tunnel().guestKey()).isNotEqualTo(other.tunnel().guestKey());
        assertThat(one.tunnel().presharedKey()).isNotEqualTo(other.tunnel().presharedKey());
        one.close();
        assertThat(lease(VpnPolicy.NOTHING).tunnel().guestAddress()).isEqualTo("10.0.0.4");
        assertThat(one.toString() + one.tunnel())
                .doesNotContain(
                        HexFormat.of().formatHex(other.tunnel().guestKey().toBytes()));
    }

    @Test
    void close_wipesTheKeys() {
        HubLease lease = lease(VpnPolicy.NOTHING);
        byte[] none = new byte[32];
        assertThat(lease.tunnel().guestKey().toBytes()).isNotEqualTo(none);
        lease.close();
        await().until(() -> Arrays.equals(lease.tunnel().guestKey().toBytes(), none)
                && Arrays.equals(lease.tunnel().presharedKey().toBytes(), none));
    }

    @Test
    void open_whenAllAddressesAreTaken_isRefused() {
        try (VpnHub small = VpnHub.start(
                HubRange.parse("10.1.0.0/24"), _ -> Optional.empty(), NameResolver.SYSTEM, Instant.now())) {
            List<HubLease> leases = new ArrayList<>();
            for (int i = 0; i < 253; i++) {
                leases.add(small.open(JobId.random(new Random()), VpnPolicy.NOTHING));
            }
            assertThatThrownBy(() -> small.open(JobId.random(new Random()), VpnPolicy.NOTHING))
                    .hasMessage("could not give the VM an address: all 253 of 10.1.0.0/24 are taken");
            leases.get(7).close();
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(small.open(JobId.random(new Random()), VpnPolicy.NOTHING)
                                    .tunnel()
                                    .guestAddress())
                            .isEqualTo("10.1.0.9"));
        }
    }

    @Test
    void guest_fetchesFromTheServedFolder(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("large"), large);
        SharedFolders folders = new SharedFolders(Optional.of(folder.toRealPath()), Optional.empty());
        HubLease lease = lease(VpnPolicy.sharing(folders));
        StandInGuest guest = guest(lease);
        byte[] answer =
                guest.get(HUB, SharedFolders.PORT, "/large").join().received().toBytes();
        assertThat(Arrays.copyOfRange(answer, answer.length - large.length, answer.length))
                .isEqualTo(large);
        assertThat(guest.get(HUB, EXPOSED, "/large").join().end()).isEqualTo(TcpEnd.RESET);
        assertThat(lease.flows().allowed()).isEqualTo(1);
        assertThat(lease.flows().refusals()).containsExactly("TCP 10.0.0.1:8000: no --expose names it");
    }

    @Test
    void guest_sendsMegabytesIntoTheCollectingFolder(@TempDir Path folder) throws IOException {
        SharedFolders folders = new SharedFolders(Optional.empty(), Optional.of(folder.toRealPath()));
        StandInGuest guest = guest(lease(VpnPolicy.sharing(folders)));
        String body = "0123456789abcdef".repeat(1 << 16);
        String answer = guest.exchange(
                        HUB,
                        SharedFolders.PORT,
                        "PUT /up HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + body.length()
                                + "\r\n\r\n" + body)
                .join()
                .text();
        assertThat(answer).startsWith("HTTP/1.1 201");
        assertThat(folder.resolve("up")).hasContent(body);
    }

    @Test
    void lease_closedDuringAnUpload_leavesNothingOfIt(@TempDir Path folder) throws IOException {
        SharedFolders folders = new SharedFolders(Optional.empty(), Optional.of(folder.toRealPath()));
        HubLease lease = lease(VpnPolicy.sharing(folders));
        StandInGuest guest = guest(lease);
        CompletableFuture<StandInGuest.Outcome> upload =
                guest.exchange(HUB, SharedFolders.PORT, "PUT /up HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf");
        await().until(() -> isOccupied(folder));
        assertThat(upload).isNotDone();
        lease.close();
        assertThat(isOccupied(folder)).isFalse();
    }

    @Test
    void flowLog_hasALineForEachConnection(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("flows");
        VpnPolicy policy = new VpnPolicy(exposing().exposed(), List.of(), false, SharedFolders.NONE, Optional.of(file));
        try (HubLease lease = hub.open(JobId.random(new Random()), policy)) {
            StandInGuest guest = guest(lease);
            guest.get(HUB, EXPOSED, "/").join();
            guest.get("8.8.8.8", 443, "/").join();
        }
        assertThat(Files.readAllLines(file))
                .extracting(line -> line.replaceFirst("^\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z ", ""))
                .containsExactly("allowed TCP 10.0.0.1:8000", "refused TCP 8.8.8.8:443: no --allow names it");
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void open_withAFlowLogThatCannotBeWritten_isRefused(@TempDir Path folder) {
        VpnPolicy policy =
                new VpnPolicy(List.of(), List.of(), false, SharedFolders.NONE, Optional.of(folder.resolve("a/b")));
        assertThatThrownBy(() -> hub.open(JobId.random(new Random()), policy))
                .hasMessageStartingWith("could not write the flow log " + folder.resolve("a/b"));
    }

    private static boolean isOccupied(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.5.5:22 | could not allow 10.0.5.5: 10.0.0.0/16 is the range of the tunnels",
                "10.0.0.0/8  | could not allow 10.0.0.0/8: 10.0.0.0/16 is the range of the tunnels",
                "2600::1     | could not allow 2600:0:0:0:0:0:0:1: virtual machines speak IPv4 only",
            })
    void check_ofAPolicyThatCannotBeKept_refusesIt(String allowed, String message) {
        VpnPolicy policy = VpnPolicy.allowing(List.of(Destination.parse(allowed)), false);
        assertThatThrownBy(() -> hub.check(policy)).hasMessage(message);
    }

    @Test
    void check_ofAPolicyThatCanBeKept_saysNothing() {
        List<Destination> allowed = Stream.of("0.0.0.0/0", "10.77.0.0/16", "192.168.1.7:22", "example.com")
                .map(Destination::parse)
                .toList();
        hub.check(VpnPolicy.allowing(allowed, true));
    }

    @Test
    void policy_withAPortTwice_isRefused() {
        assertThatThrownBy(() -> VpnPolicy.exposing(List.of(new ExposedPort(1, 2), new ExposedPort(1, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("exposed ports: 1 is named twice");
        assertThatThrownBy(() -> new ExposedPort(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ExposedPort(1, 65_536)).isInstanceOf(IllegalArgumentException.class);
    }

    private HubLease lease(VpnPolicy policy) {
        HubLease lease = hub.open(JobId.random(new Random()), policy);
        closed.add(lease);
        return lease;
    }

    private StandInGuest guest(HubLease lease) {
        StandInGuest guest = new StandInGuest(lease.tunnel(), lease::receive);
        closed.add(guest);
        lease.attach(guest::receive);
        return guest;
    }

    private VpnPolicy exposing() {
        return VpnPolicy.exposing(
                List.of(new ExposedPort(EXPOSED, server.getAddress().getPort())));
    }

    /** An IPv4 packet with a UDP datagram, without a UDP checksum (which IPv4 allows). */
    private static byte[] udp(String from, String to, int port) {
        ByteBuffer packet = ByteBuffer.allocate(20 + 8 + 4);
        packet.putShort((short) 0x4500).putShort((short) packet.capacity()).putInt(0);
        packet.put((byte) 64).put((byte) 17).putShort((short) 0);
        packet.put(InetAddress.ofLiteral(from).getAddress());
        packet.put(InetAddress.ofLiteral(to).getAddress());
        packet.putShort((short) 5_000)
                .putShort((short) port)
                .putShort((short) 12)
                .putShort((short) 0);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += packet.getShort(i) & 0xffff;
        }
        packet.putShort(10, (short) ~((sum & 0xffff) + (sum >>> 16)));
        return packet.array();
    }
}
