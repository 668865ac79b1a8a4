package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.wireguard.SimulatedLink.Flight;
import io.omerta.network.wireguard.SimulatedLink.Node;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The timer state machine of the paper's section 6, in virtual time. */
final class WireGuardTimersTest {
    private static final Duration A_MOMENT = Duration.ofMillis(100);
    private static final byte[] TO_BOB = TestPackets.packet("10.0.0.1", "10.0.0.2", 100, 7);
    private static final byte[] TO_ALICE = TestPackets.packet("10.0.0.2", "10.0.0.1", 55, 9);

    private final SimulatedLink link = new SimulatedLink(2);
    private final Node alice = link.node("alice");
    private final Node bob = link.node("bob");

    @BeforeEach
    void introduce() {
        SimulatedLink.pair(alice, "10.0.0.1", bob, "10.0.0.2", link.now);
    }

    private void connect() {
        alice.device.connect(link.now, bob.publicKey(), alice::transmit);
        link.run(A_MOMENT);
        link.sent.clear();
    }

    private long initiations() {
        return link.countSent(MessageType.INITIATION);
    }

    private List<Flight> keepalives() {
        return link.sent.stream()
                .filter(flight -> flight.bytes.length == TransportMessage.MIN_BYTES)
                .toList();
    }

    @Test
    void initiator_sendsBefore120Seconds_keepsTheSession() {
        connect();
        link.run(Duration.ofSeconds(119));
        alice.send(TO_BOB);
        assertThat(initiations()).isZero();
    }

    @Test
    void initiator_sendsAfter120Seconds_rekeysAndTheOldSessionCarriesThePacket() {
        connect();
        link.run(Duration.ofMinutes(2));
        assertThat(alice.send(TO_BOB)).isEqualTo(Sent.TRANSMITTED);
        assertThat(initiations()).isEqualTo(1);
        link.run(A_MOMENT);

        assertThat(bob.delivered).containsExactly(TO_BOB);
        assertThat(link.countSent(MessageType.RESPONSE)).isEqualTo(1);
    }

    @Test
    void responder_sendsAfter120Seconds_leavesTheRekeyToTheInitiator() {
        connect();
        link.run(Duration.ofSeconds(150));
        assertThat(bob.send(TO_ALICE)).isEqualTo(Sent.TRANSMITTED);
        assertThat(initiations()).isZero();
    }

    @Test
    void listeningInitiator_receivesAfter165Seconds_rekeysOnce() {
        connect();
        link.run(Duration.ofSeconds(166));
        link.cut = true;
        byte[][] datagrams = new byte[3][];
        for (int i = 0; i < datagrams.length; i++) {
            bob.send(TO_ALICE);
            datagrams[i] = link.sent.getLast().bytes;
        }
        for (byte[] datagram : datagrams) {
            alice.receive("bob", datagram);
        }
        assertThat(initiations()).isEqualTo(1);
    }

    @Test
    void session_after180Seconds_neitherSendsNorReceives() {
        connect();
        link.run(Duration.ofSeconds(170));
        link.cut = true;
        alice.send(TO_BOB);
        byte[] late = link.sent.getLast().bytes;
        if (late[0] != MessageType.TRANSPORT.header()) {
            late = link.sent.get(link.sent.size() - 2).bytes;
        }
        link.run(Duration.ofSeconds(10));

        assertThat(bob.receive("alice", late)).isEqualTo(DropReason.NO_SESSION.dropped());
        assertThat(alice.send(TO_BOB)).isEqualTo(Sent.QUEUED);
        assertThat(bob.send(TO_ALICE)).isEqualTo(Sent.QUEUED);
    }

    @Test
    void receiver_thatStaysSilentFor10Seconds_sendsOneKeepalive() {
        connect();
        alice.send(TO_BOB);
        link.run(Duration.ofMillis(9_900));
        assertThat(keepalives()).isEmpty();
        link.run(Duration.ofMillis(200));
        assertThat(keepalives()).hasSize(1);
        assertThat(alice.results).endsWith(new Received.Keepalive(bob.publicKey()));

        link.run(Duration.ofSeconds(60));
        assertThat(keepalives()).hasSize(1);
        assertThat(initiations()).isZero();
    }

    @Test
    void receiver_thatAnswers_sendsNoKeepalive() {
        connect();
        alice.send(TO_BOB);
        link.run(Duration.ofSeconds(5));
        bob.send(TO_ALICE);
        link.run(Duration.ofSeconds(6));
        assertThat(keepalives()).isEmpty();
    }

    @Test
    void receiver_ofASteadyStream_sendsAKeepaliveEvery10Seconds() {
        connect();
        for (int second = 0; second < 100; second++) {
            alice.send(TO_BOB);
            link.run(Duration.ofSeconds(1));
        }
        assertThat(keepalives()).hasSizeBetween(8, 10);
        assertThat(initiations()).isZero();
    }

    @Test
    void sender_withoutAnyAnswerFor15Seconds_startsAHandshake() {
        connect();
        link.cut = true;
        alice.send(TO_BOB);
        link.run(Duration.ofMillis(14_900));
        assertThat(initiations()).isZero();
        link.run(Duration.ofMillis(500));
        assertThat(initiations()).isEqualTo(1);
    }

    @Test
    void handshake_unanswered_isRetriedEvery5SecondsAndGivenUpAfter90() {
        link.cut = true;
        alice.send(TO_BOB);
        link.run(Duration.ofMinutes(5));

        assertThat(initiations()).isBetween(17L, 18L);
        List<Flight> sent = link.sent;
        for (int i = 1; i < sent.size(); i++) {
            long gap = sent.get(i).due - sent.get(i - 1).due;
            assertThat(Duration.ofNanos(gap)).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_333));
        }
        assertThat(Duration.ofNanos(sent.getLast().due - sent.getFirst().due)).isLessThan(Duration.ofSeconds(90));
    }

    @Test
    void handshake_givenUp_dropsWhatWaitedAndStartsAgainWithTheNextPacket() {
        link.cut = true;
        alice.send(TO_BOB);
        link.run(Duration.ofMinutes(2));
        link.cut = false;
        byte[] second = TestPackets.packet("10.0.0.1", "10.0.0.2", 10, 1);
        assertThat(alice.send(second)).isEqualTo(Sent.QUEUED);
        link.run(A_MOMENT);

        assertThat(bob.delivered).containsExactly(second);
    }

    @Test
    void handshake_withNewPacketsWaiting_goesOn() {
        link.cut = true;
        for (int i = 0; i < 10; i++) {
            alice.send(TO_BOB);
            link.run(Duration.ofSeconds(20));
        }
        assertThat(initiations()).isGreaterThan(30);
        link.cut = false;
        link.run(Duration.ofSeconds(6));
        assertThat(bob.delivered).hasSize(10);
    }

    @Test
    void responder_whoseSessionIsNeverConfirmed_callsItself() {
        alice.device.connect(link.now, bob.publicKey(), alice::transmit);
        link.run(Duration.ofMillis(11));
        link.cut = true;
        bob.send(TO_ALICE);
        link.run(Duration.ofSeconds(1));
        link.cut = false;
        link.run(Duration.ofSeconds(5));
        assertThat(alice.delivered).containsExactly(TO_ALICE);
    }

    @Test
    void waitingPackets_moreThan128_theOldestGiveWay() {
        link.cut = true;
        for (int i = 0; i < 200; i++) {
            alice.send(TestPackets.packet("10.0.0.1", "10.0.0.2", 100, i));
        }
        link.cut = false;
        link.run(Duration.ofSeconds(6));

        assertThat(bob.delivered).hasSize(128);
        assertThat(bob.delivered.getLast()).isEqualTo(TestPackets.packet("10.0.0.1", "10.0.0.2", 100, 199));
    }

    @Test
    void persistentKeepalive_opensTheTunnelAndKeepsItOpen() {
        Node carol = link.node("carol");
        bob.device.addPeer(link.now, PeerConfig.of(carol.publicKey(), AllowedIp.parse("10.0.0.3")));
        carol.device.addPeer(
                link.now,
                PeerConfig.<String>of(bob.publicKey(), AllowedIp.parse("10.0.0.2"))
                        .withEndpoint("bob")
                        .withPersistentKeepalive(Duration.ofSeconds(25)));
        link.run(Duration.ofSeconds(100));
        assertThat(bob.status(carol).lastHandshake()).isPresent();
        // The first confirms the session, the others follow every 25 s.
        assertThat(keepalives()).hasSize(4);

        link.run(Duration.ofMinutes(30));
        byte[] packet = TestPackets.packet("10.0.0.2", "10.0.0.3", 20, 0);
        assertThat(bob.send(packet)).isEqualTo(Sent.TRANSMITTED);
    }

    @Test
    void silence_endsEveryTimerAndWipesEveryKey() {
        connect();
        alice.send(TO_BOB);
        link.run(Duration.ofMinutes(3));
        byte[] late = link.sent.getFirst().bytes;
        link.run(Duration.ofMinutes(7));

        assertThat(alice.device.nextDeadline()).isEmpty();
        assertThat(bob.device.nextDeadline()).isEmpty();
        assertThat(bob.receive("alice", late)).isEqualTo(DropReason.NO_SESSION.dropped());
    }

    @Test
    void hoursOfTraffic_loseNothingAndRekeyEveryTwoMinutes() {
        connect();
        int seconds = 3_600;
        for (int i = 0; i < seconds; i++) {
            assertThat(alice.send(TO_BOB)).isEqualTo(Sent.TRANSMITTED);
            assertThat(bob.send(TO_ALICE)).isEqualTo(Sent.TRANSMITTED);
            link.run(Duration.ofSeconds(1));
        }
        assertThat(bob.delivered).hasSize(seconds);
        assertThat(alice.delivered).hasSize(seconds);
        assertThat(initiations()).isBetween(28L, 30L);
        assertThat(keepalives()).hasSizeLessThanOrEqualTo(30);
    }

    @Test
    void messageCount_reached_rekeysAndBeyondTheLimitSendsNoMore() {
        Node dave = link.node("dave", new ProtocolLimits(100, 120, 2_000), DeviceConfig.DEFAULT_MTU);
        SimulatedLink.pair(dave, "10.0.0.4", bob, "10.0.0.2", link.now);
        byte[] packet = TestPackets.packet("10.0.0.4", "10.0.0.2", 100, 7);
        dave.device.connect(link.now, bob.publicKey(), dave::transmit);
        link.run(Duration.ofSeconds(6));
        link.sent.clear();
        // The keepalive that confirmed the session was the first message.
        sendMany(dave, packet, 98);
        assertThat(initiations()).isZero();
        link.cut = true;
        sendMany(dave, packet, 1);
        assertThat(initiations()).isEqualTo(1);
        sendMany(dave, packet, 20);
        assertThat(dave.send(packet)).isEqualTo(Sent.QUEUED);

        link.cut = false;
        link.run(Duration.ofSeconds(6));
        assertThat(bob.delivered).hasSize(98 + 1);
        assertThat(dave.send(packet)).isEqualTo(Sent.TRANSMITTED);
    }

    private void sendMany(Node from, byte[] packet, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(from.send(packet)).isEqualTo(Sent.TRANSMITTED);
        }
        link.run(A_MOMENT);
    }

    @Test
    void responderRestarts_theInitiatorFindsItAgain() {
        connect();
        bob.device.removePeer(alice.publicKey());
        bob.device.addPeer(link.now, PeerConfig.of(alice.publicKey(), AllowedIp.parse("10.0.0.1")));
        alice.send(TO_BOB);
        link.run(Duration.ofSeconds(16));
        alice.send(TO_BOB);
        link.run(A_MOMENT);

        assertThat(bob.delivered).containsExactly(TO_BOB);
    }
}
