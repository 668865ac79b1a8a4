package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real wireguard-go under a flood of bogus initiations: it wants a cookie from whoever calls. */
@Timeout(60)
final class WireGuardGoLoadIT {
    private static final String OURS = "10.77.1.1";
    private static final String THEIRS = "10.77.1.2";
    /** Two retries: the answer to the second may be lost in the flood. */
    private static final Duration PATIENCE = Duration.ofSeconds(14);

    /** More than the 128 that make it busy, fewer than its socket holds. */
    private static final int BURST = 200;

    private static final long PAUSE_NANOS = 20_000_000;
    private static final int DIFFERENT = 1_000;

    private final PrivateKey theirKey = PrivateKey.generate(new SecureRandom());

    @Test
    void theyAreBusy_weComeBackWithTheirCookie() throws Exception {
        try (UdpDevice us = new UdpDevice();
                WireGuardGo them = WireGuardGo.start(theirKey, THEIRS + "/24", "fd77:1::2/64")) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), them.port());
            us.device.addPeer(
                    us.now(),
                    PeerConfig.<InetSocketAddress>of(theirKey.publicKey(), AllowedIp.parse(THEIRS))
                            .withEndpoint(address));
            them.addPeer(us.key.publicKey(), "allowed-ips", OURS + "/32");
            AtomicBoolean over = new AtomicBoolean();
            CountDownLatch busy = new CountDownLatch(1);
            Thread flood = Thread.ofPlatform().start(() -> flood(address, busy, over));
            try {
                // They have to be busy first: a stranger's call is then answered with a cookie, which is for us to see.
                assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
                byte[] echo = IcmpEcho.request(OURS, THEIRS, 1, 100);
                us.send(echo);

                boolean answered = us.runUntil(
                        PATIENCE, () -> us.delivered.stream().anyMatch(packet -> IcmpEcho.isReply(packet, echo)));

                assertThat(us.results).hasAtLeastOneElementOfType(Received.Cookie.class);
                assertThat(answered).isTrue();
            } finally {
                over.set(true);
                flood.join();
            }
        }
    }

    /** Initiations with a right first MAC, which anybody can make who knows the public key, and nothing else right. */
    private void flood(InetSocketAddress to, CountDownLatch busy, AtomicBoolean over) {
        byte[][] messages = new byte[DIFFERENT][InitiationMessage.BYTES];
        Random random = new Random(3);
        MacKeys keys = new MacKeys(theirKey.publicKey());
        for (byte[] message : messages) {
            random.nextBytes(message);
            HandshakeMessage.writeHeader(message, MessageType.INITIATION, random.nextInt());
            InitiationMessage initiation = new InitiationMessage(message, 0);
            System.arraycopy(keys.mac1(initiation), 0, message, initiation.mac1Offset(), Blake2s.MAC_BYTES);
        }
        ByteBuffer answer = ByteBuffer.allocate(InitiationMessage.BYTES);
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.configureBlocking(false);
            for (int i = 0; !over.get(); i++) {
                channel.send(ByteBuffer.wrap(messages[i % DIFFERENT]), to);
                if (i % BURST == 0) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                    // Nothing but a cookie can be the answer to such messages.
                    if (channel.receive(answer.clear()) != null) {
                        busy.countDown();
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
