package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A session that has carried as many packets as it may, with the real wireguard-go at the other end. */
final class WireGuardGoCountIT {
    private static final String OURS = "10.77.2.1";
    private static final String THEIRS = "10.77.2.2";
    private static final Duration SOON = Duration.ofSeconds(10);
    /** Initiations are at least 5 s apart, by the device's clock. */
    private static final Duration NEXT_INITIATION = Duration.ofSeconds(6);

    private static final int REKEY = 40;
    private static final int ROUNDS = 4;

    @Test
    void countReached_weRekeyAgainAndAgain_andEveryEchoComesBack() throws Exception {
        PrivateKey theirKey = PrivateKey.generate(new SecureRandom());
        try (UdpDevice us = new UdpDevice(new ProtocolLimits(REKEY, 10 * REKEY, 2_000));
                WireGuardGo them = WireGuardGo.start(theirKey, THEIRS + "/24", "fd77:2::2/64")) {
            us.device.addPeer(
                    us.now(),
                    PeerConfig.<InetSocketAddress>of(theirKey.publicKey(), AllowedIp.parse(THEIRS))
                            .withEndpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), them.port())));
            them.addPeer(us.key.publicKey(), "allowed-ips", OURS + "/32");
            for (int round = 1; round <= ROUNDS; round++) {
                for (int i = 0; i < REKEY + 5; i++) {
                    byte[] echo = IcmpEcho.request(OURS, THEIRS, round * 1_000 + i, 100);
                    us.send(echo);
                    assertThat(us.runUntil(
                                    SOON, () -> us.delivered.stream().anyMatch(one -> IcmpEcho.isReply(one, echo))))
                            .as("echo %d of round %d", i, round)
                            .isTrue();
                    us.delivered.clear();
                }
                int sessions = round + 1;
                assertThat(us.runUntil(SOON, () -> handshakes(us) == sessions))
                        .as("handshakes after round %d", round)
                        .isTrue();
                us.skip(NEXT_INITIATION);
            }
        }
    }

    private static long handshakes(UdpDevice device) {
        return device.results.stream()
                .filter(result -> result instanceof Received.Handshake)
                .count();
    }
}
