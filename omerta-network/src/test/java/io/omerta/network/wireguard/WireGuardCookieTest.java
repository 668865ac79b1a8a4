package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.wireguard.SimulatedLink.Node;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cookies, mac2 and the limit per source while a device is under load (paper, sections 5.3 and 5.4.7). */
final class WireGuardCookieTest {
    private static final Duration A_MOMENT = Duration.ofMillis(100);
    private static final Duration UNTIL_THE_RETRY = Duration.ofSeconds(6);
    private static final byte[] TO_BOB = TestPackets.packet("10.0.0.1", "10.0.0.2", 100, 7);

    private final SimulatedLink link = new SimulatedLink(3);
    private final Node alice = link.node("alice");
    private final Node bob = link.node("bob", new ProtocolLimits(1L << 60, -1L - (1 << 13), 50), 1_420);
    private final MacKeys bobsKeys = new MacKeys(bob.publicKey());

    @BeforeEach
    void introduce() {
        SimulatedLink.pair(alice, "10.0.0.1", bob, "10.0.0.2", link.now);
    }

    /** An initiation that passes mac1, as anyone can make it who knows the public key, and nothing behind it. */
    private byte[] bogusInitiation() {
        byte[] bytes = new byte[InitiationMessage.BYTES];
        link.random.nextBytes(bytes);
        HandshakeMessage.writeHeader(bytes, MessageType.INITIATION, link.random.nextInt());
        InitiationMessage message = new InitiationMessage(bytes, 0);
        System.arraycopy(bobsKeys.mac1(message), 0, bytes, message.mac1Offset(), Blake2s.MAC_BYTES);
        return bytes;
    }

    private void keepBusy(Duration time) {
        for (long passed = 0; passed < time.toMillis(); passed += 100) {
            bob.device.declareBusy(link.now);
            link.run(A_MOMENT);
        }
    }

    @Test
    void busyResponder_asksForACookieAndServesTheRetry() {
        bob.device.declareBusy(link.now);
        alice.send(TO_BOB);
        link.run(A_MOMENT);
        assertThat(bob.results).containsExactly(DropReason.COOKIE_WANTED.dropped());
        assertThat(alice.results).containsExactly(new Received.Cookie(bob.publicKey()));
        assertThat(link.sent.getLast().bytes).hasSize(CookieReplyMessage.BYTES);

        keepBusy(UNTIL_THE_RETRY);
        assertThat(bob.delivered).containsExactly(TO_BOB);
    }

    @Test
    void busyResponder_afterASecond_isNoLongerBusy() {
        bob.device.declareBusy(link.now);
        link.run(Duration.ofMillis(1_001));
        alice.send(TO_BOB);
        link.run(A_MOMENT);
        assertThat(bob.delivered).containsExactly(TO_BOB);
    }

    @Test
    void cookie_fromAnotherAddress_isWorthNothing() {
        bob.device.declareBusy(link.now);
        alice.send(TO_BOB);
        link.run(A_MOMENT);
        alice.address = "cafe";
        keepBusy(UNTIL_THE_RETRY);

        assertThat(bob.results).containsExactly(DropReason.COOKIE_WANTED.dropped(), DropReason.COOKIE_WANTED.dropped());
        assertThat(bob.delivered).isEmpty();
    }

    @Test
    void busyInitiator_asksTheResponderForACookie() {
        alice.device.declareBusy(link.now);
        alice.send(TO_BOB);
        link.run(A_MOMENT);
        assertThat(alice.results).containsExactly(DropReason.COOKIE_WANTED.dropped());
        assertThat(bob.results).endsWith(new Received.Cookie(alice.publicKey()));
        for (int i = 0; i < 60; i++) {
            alice.device.declareBusy(link.now);
            link.run(A_MOMENT);
        }
        assertThat(bob.delivered).containsExactly(TO_BOB);
    }

    @Test
    void cookieReply_forgedOrRepeated_isIgnored() {
        bob.device.declareBusy(link.now);
        alice.send(TO_BOB);
        link.run(Duration.ofMillis(15));
        byte[] reply = link.sent.getLast().bytes;
        assertThat(reply).hasSize(CookieReplyMessage.BYTES);
        for (int bit = Integer.BYTES * Byte.SIZE; bit < reply.length * Byte.SIZE; bit++) {
            byte[] forged = reply.clone();
            forged[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThat(alice.receive("mallory", forged)).isEqualTo(DropReason.FORGED_COOKIE.dropped());
        }
        assertThat(alice.receive("bob", reply)).isEqualTo(new Received.Cookie(bob.publicKey()));
        assertThat(alice.receive("bob", reply)).isEqualTo(DropReason.FORGED_COOKIE.dropped());
    }

    @Test
    void cookie_afterTwoMinutes_isNotUsedAnyMore() {
        bob.device.declareBusy(link.now);
        alice.device.connect(link.now, bob.publicKey(), alice::transmit);
        link.run(A_MOMENT);
        link.cut = true;
        byte[] none = new byte[Blake2s.MAC_BYTES];
        link.run(Duration.ofSeconds(60));
        assertThat(new InitiationMessage(link.sent.getLast().bytes, 0).mac2()).isNotEqualTo(none);

        link.run(Duration.ofSeconds(60));
        alice.device.connect(link.now, bob.publicKey(), alice::transmit);
        assertThat(new InitiationMessage(link.sent.getLast().bytes, 0).mac2()).isEqualTo(none);
    }

    @Test
    void source_withACookie_isLimited() {
        PeerCookie jar = new PeerCookie(bobsKeys);
        bob.device.declareBusy(link.now);
        List<byte[]> replies = new ArrayList<>();
        byte[] first = bogusInitiation();
        jar.stamp(new InitiationMessage(first, 0), link.now);
        bob.device.receive(link.now, "mallory", ByteBuffer.wrap(first), (to, datagram) -> {
            byte[] copy = new byte[datagram.remaining()];
            datagram.get(copy);
            replies.add(copy);
        });
        assertThat(jar.accept(new CookieReplyMessage(replies.getFirst(), 0), link.now))
                .isTrue();

        for (int i = 0; i < 20; i++) {
            byte[] next = bogusInitiation();
            jar.stamp(new InitiationMessage(next, 0), link.now);
            bob.receive("mallory", next);
        }
        assertThat(bob.device.dropped(DropReason.FORGED_HANDSHAKE)).isEqualTo(5);
        assertThat(bob.device.dropped(DropReason.RATE_LIMITED)).isEqualTo(15);
    }

    @Test
    void flood_ofBogusInitiations_costsFewKeyAgreementsAndAPeerStillGetsThrough() {
        alice.send(TO_BOB);
        for (int i = 0; i < 20_000; i++) {
            bob.receive("source " + i, bogusInitiation());
            link.run(Duration.ofNanos(400_000));
        }
        assertThat(bob.device.dropped(DropReason.FORGED_HANDSHAKE)).isLessThanOrEqualTo(50);
        assertThat(bob.device.dropped(DropReason.COOKIE_WANTED)).isGreaterThan(19_900);
        assertThat(bob.delivered).containsExactly(TO_BOB);
    }
}
