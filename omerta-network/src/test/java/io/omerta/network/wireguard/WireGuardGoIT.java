package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our device against the real wireguard-go, with a Linux kernel behind it. */
final class WireGuardGoIT {
    private static final Duration SOON = Duration.ofSeconds(4);
    /** A retry comes after 5 s and up to 333 ms. */
    private static final Duration AFTER_A_RETRY = Duration.ofSeconds(9);

    /** No peer takes more than 50 initiations a second from another, and their timestamps have steps of 17 ms. */
    private static final Duration INITIATION_INTERVAL = Duration.ofMillis(50);

    private static final String OURS = "10.77.0.1";
    private static final String THEIRS = "10.77.0.2";
    private static final String OURS_6 = "fd77::1";
    private static final String THEIRS_6 = "fd77::2";
    private static final int DISCARD_PORT = 9;
    private static final int IPV4_AND_UDP_HEADERS = 28;

    private final PrivateKey theirKey = PrivateKey.generate(new SecureRandom());
    private final UdpDevice us;
    private final WireGuardGo them;

    WireGuardGoIT() throws IOException, InterruptedException {
        us = new UdpDevice();
        them = WireGuardGo.start(theirKey, THEIRS + "/24", THEIRS_6 + "/64");
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        us.close();
        them.close();
    }

    private PeerConfig<InetSocketAddress> theirConfig() throws IOException, InterruptedException {
        return PeerConfig.<InetSocketAddress>of(
                        theirKey.publicKey(), AllowedIp.parse(THEIRS), AllowedIp.parse(THEIRS_6))
                .withEndpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), them.port()));
    }

    private void introduce() throws IOException, InterruptedException {
        us.device.addPeer(us.now(), theirConfig());
        them.addPeer(us.key.publicKey(), ourRanges());
    }

    private static String[] ourRanges() {
        return new String[] {"allowed-ips", OURS + "/32," + OURS_6 + "/128"};
    }

    private String[] ourRangesAndEndpoint() {
        return new String[] {"allowed-ips", OURS + "/32", "endpoint", "127.0.0.1:" + us.port()};
    }

    private boolean isAnswered(byte[] request, Duration limit) throws IOException {
        us.send(request);
        return us.runUntil(limit, () -> us.delivered.stream().anyMatch(packet -> IcmpEcho.isReply(packet, request)));
    }

    private boolean hasArrived(String text) {
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        return us.delivered.stream()
                .filter(packet -> packet.length == IPV4_AND_UDP_HEADERS + expected.length)
                .anyMatch(packet ->
                        Arrays.equals(expected, Arrays.copyOfRange(packet, IPV4_AND_UDP_HEADERS, packet.length)));
    }

    private OptionalLong lastHandshake() {
        return us.device.status(theirKey.publicKey()).orElseThrow().lastHandshake();
    }

    @Test
    void weCall_echoesOfEverySizeComeBack() throws IOException, InterruptedException {
        introduce();
        int largest = DeviceConfig.DEFAULT_MTU - IPV4_AND_UDP_HEADERS;
        List<Integer> sizes = new ArrayList<>(List.of(0, 1, 15, 16, 17, largest - 1, largest));
        for (int size : sizes) {
            assertThat(isAnswered(IcmpEcho.request(OURS, THEIRS, size, size), SOON))
                    .as("%d bytes", size)
                    .isTrue();
        }
        assertThat(them.latestHandshake()).isPositive();
    }

    @Test
    void weCall_ipv6EchoComesBack() throws IOException, InterruptedException {
        introduce();
        assertThat(isAnswered(IcmpEcho.request(OURS_6, THEIRS_6, 1, 600), SOON)).isTrue();
    }

    @Test
    void theyCall_theirPacketArrivesAndAnswersGoBack() throws IOException, InterruptedException {
        us.device.addPeer(us.now(), PeerConfig.of(theirKey.publicKey(), AllowedIp.parse(THEIRS)));
        them.addPeer(us.key.publicKey(), ourRangesAndEndpoint());
        them.sendUdp(OURS, DISCARD_PORT, "from behind the tunnel");

        assertThat(us.runUntil(SOON, () -> hasArrived("from behind the tunnel")))
                .isTrue();
        assertThat(isAnswered(IcmpEcho.request(OURS, THEIRS, 1, 100), SOON)).isTrue();
    }

    @Test
    void theyCallAgain_weGoOnWithTheNewSession() throws IOException, InterruptedException {
        us.device.addPeer(us.now(), PeerConfig.of(theirKey.publicKey(), AllowedIp.parse(THEIRS)));
        them.addPeer(us.key.publicKey(), ourRangesAndEndpoint());
        them.sendUdp(OURS, DISCARD_PORT, "first call");
        assertThat(us.runUntil(SOON, () -> hasArrived("first call"))).isTrue();
        OptionalLong first = lastHandshake();
        us.runUntil(INITIATION_INTERVAL, () -> false);
        them.removePeer(us.key.publicKey());
        them.addPeer(us.key.publicKey(), ourRangesAndEndpoint());
        them.sendUdp(OURS, DISCARD_PORT, "second call");

        assertThat(us.runUntil(SOON, () -> hasArrived("second call"))).isTrue();
        assertThat(lastHandshake()).isNotEqualTo(first);
        assertThat(isAnswered(IcmpEcho.request(OURS, THEIRS, 1, 100), SOON)).isTrue();
    }

    @Test
    void manyPackets_allComeBack() throws IOException, InterruptedException {
        introduce();
        assertThat(isAnswered(IcmpEcho.request(OURS, THEIRS, 0, 10), SOON)).isTrue();
        us.delivered.clear();
        int count = 2_000;
        for (int i = 0; i < count; i++) {
            us.send(IcmpEcho.request(OURS, THEIRS, i, 1_000));
            // A window of 20: what is tested is the tunnel, not the size of the socket's buffers.
            int awaited = i - 20;
            assertThat(us.runUntil(SOON, () -> us.delivered.size() > awaited)).isTrue();
        }
        assertThat(us.runUntil(SOON, () -> us.delivered.size() == count)).isTrue();
    }

    @Test
    void presharedKey_same_works() throws IOException, InterruptedException {
        PresharedKey psk = PresharedKey.generate(new SecureRandom());
        us.device.addPeer(us.now(), theirConfig().withPresharedKey(psk));
        them.addPeer(us.key.publicKey(), psk, ourRanges());

        assertThat(isAnswered(IcmpEcho.request(OURS, THEIRS, 1, 100), SOON)).isTrue();
    }

    @Test
    void presharedKey_wrong_getsNothingThrough() throws IOException, InterruptedException {
        us.device.addPeer(us.now(), theirConfig().withPresharedKey(PresharedKey.generate(new SecureRandom())));
        them.addPeer(us.key.publicKey(), PresharedKey.generate(new SecureRandom()), ourRanges());

        assertThat(isAnswered(IcmpEcho.request(OURS, THEIRS, 1, 100), SOON)).isFalse();
        assertThat(us.device.dropped(DropReason.FORGED_HANDSHAKE)).isPositive();
        assertThat(lastHandshake()).isEmpty();
    }

    @Test
    void afterTwoMinutes_weRekeyAndLoseNothing() throws IOException, InterruptedException {
        introduce();
        assertThat(isAnswered(IcmpEcho.request(OURS, THEIRS, 1, 100), SOON)).isTrue();
        OptionalLong first = lastHandshake();
        us.runUntil(INITIATION_INTERVAL, () -> false);
        us.skip(Duration.ofSeconds(121));

        assertThat(isAnswered(IcmpEcho.request(OURS, THEIRS, 2, 100), SOON)).isTrue();
        assertThat(us.runUntil(SOON, () -> !lastHandshake().equals(first))).isTrue();
        assertThat(isAnswered(IcmpEcho.request(OURS, THEIRS, 3, 100), SOON)).isTrue();
    }

    @Test
    void theyForgetTheSession_aNewHandshakeFollows() throws IOException, InterruptedException {
        introduce();
        assertThat(isAnswered(IcmpEcho.request(OURS, THEIRS, 1, 100), SOON)).isTrue();
        them.removePeer(us.key.publicKey());
        them.addPeer(us.key.publicKey(), ourRanges());
        OptionalLong first = lastHandshake();
        us.send(IcmpEcho.request(OURS, THEIRS, 2, 100));
        us.skip(Duration.ofSeconds(16));

        assertThat(us.runUntil(SOON, () -> !lastHandshake().equals(first))).isTrue();
        assertThat(isAnswered(IcmpEcho.request(OURS, THEIRS, 3, 100), SOON)).isTrue();
    }

    @Test
    void weMove_theyFollow() throws IOException, InterruptedException {
        introduce();
        assertThat(isAnswered(IcmpEcho.request(OURS, THEIRS, 1, 100), SOON)).isTrue();
        us.move();

        assertThat(isAnswered(IcmpEcho.request(OURS, THEIRS, 2, 100), SOON)).isTrue();
        assertThat(them.endpoints()).contains("127.0.0.1:" + us.port());
    }

    @Test
    void weAreBusy_theyComeBackWithTheCookie() throws IOException, InterruptedException {
        us.device.addPeer(us.now(), PeerConfig.of(theirKey.publicKey(), AllowedIp.parse(THEIRS)));
        them.addPeer(us.key.publicKey(), ourRangesAndEndpoint());
        them.sendUdp(OURS, DISCARD_PORT, "patience");

        boolean arrived = us.runUntil(AFTER_A_RETRY, () -> {
            us.device.declareBusy(us.now());
            return hasArrived("patience");
        });
        assertThat(us.device.dropped(DropReason.COOKIE_WANTED)).isEqualTo(1);
        assertThat(arrived).isTrue();
    }
}
