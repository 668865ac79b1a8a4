package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.network.wireguard.SimulatedLink.Node;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two devices, one handshake, packets both ways; what is refused. */
final class WireGuardDeviceTest {
    private static final Duration A_MOMENT = Duration.ofMillis(100);

    private final SimulatedLink link = new SimulatedLink(1);
    private final Node alice = link.node("alice");
    private final Node bob = link.node("bob");

    private static final byte[] TO_BOB = TestPackets.packet("10.0.0.1", "10.0.0.2", 100, 7);
    private static final byte[] TO_ALICE = TestPackets.packet("10.0.0.2", "10.0.0.1", 55, 9);

    @BeforeEach
    void introduce() {
        SimulatedLink.pair(alice, "10.0.0.1", bob, "10.0.0.2", link.now);
    }

    private void connect() {
        alice.device.connect(link.now, bob.publicKey(), alice::transmit);
        link.run(A_MOMENT);
    }

    @Test
    void send_withoutSession_isQueuedAndArrivesAfterTheHandshake() {
        assertThat(alice.send(TO_BOB)).isEqualTo(Sent.QUEUED);
        link.run(A_MOMENT);

        assertThat(bob.delivered).containsExactly(TO_BOB);
        assertThat(link.countSent(MessageType.INITIATION)).isEqualTo(1);
        assertThat(link.countSent(MessageType.RESPONSE)).isEqualTo(1);
        assertThat(alice.status(bob).lastHandshake()).isPresent();
        assertThat(bob.status(alice).lastHandshake()).isPresent();
        assertThat(bob.status(alice).endpoint()).contains("alice");
    }

    @Test
    void send_withSession_goesBothWays() {
        connect();
        assertThat(alice.send(TO_BOB)).isEqualTo(Sent.TRANSMITTED);
        assertThat(bob.send(TO_ALICE)).isEqualTo(Sent.TRANSMITTED);
        link.run(A_MOMENT);

        assertThat(bob.delivered).containsExactly(TO_BOB);
        assertThat(alice.delivered).containsExactly(TO_ALICE);
    }

    @Test
    void send_ipv6_arrives() {
        Node carol = link.node("carol");
        SimulatedLink.pair(alice, "fd00::1", carol, "fd00::/64", link.now);
        byte[] packet = TestPackets.packet("fd00::1", "fd00::2", 200, 3);
        alice.send(packet);
        link.run(A_MOMENT);

        assertThat(carol.delivered).containsExactly(packet);
    }

    @Test
    void send_asResponderBeforeConfirmation_waits() {
        alice.device.connect(link.now, bob.publicKey(), alice::transmit);
        link.run(Duration.ofMillis(15));
        assertThat(link.countSent(MessageType.RESPONSE)).isEqualTo(1);
        assertThat(bob.send(TO_ALICE)).isEqualTo(Sent.QUEUED);
        link.run(A_MOMENT);

        assertThat(alice.delivered).containsExactly(TO_ALICE);
    }

    @Test
    void send_bothCallAtOnce_bothGetThrough() {
        bob.device.setEndpoint(alice.publicKey(), "alice");
        alice.send(TO_BOB);
        bob.send(TO_ALICE);
        link.run(A_MOMENT);
        alice.send(TO_BOB);
        bob.send(TO_ALICE);
        link.run(A_MOMENT);

        assertThat(bob.delivered).containsExactly(TO_BOB, TO_BOB);
        assertThat(alice.delivered).containsExactly(TO_ALICE, TO_ALICE);
    }

    @Test
    void send_toNobody_saysSo() {
        assertThat(alice.send(TestPackets.packet("10.0.0.1", "10.9.9.9", 10, 0)))
                .isEqualTo(Sent.NO_PEER);
        assertThat(bob.send(TO_ALICE)).isEqualTo(Sent.NO_ENDPOINT);
        assertThat(alice.send(new byte[40])).isEqualTo(Sent.NOT_IP);
        assertThat(alice.send(new byte[0])).isEqualTo(Sent.NOT_IP);
        assertThat(alice.send(TestPackets.packet("10.0.0.1", "10.0.0.2", 1_401, 0)))
                .isEqualTo(Sent.TOO_LONG);
    }

    @Test
    void send_packetOfEveryLength_arrivesWithoutPadding() {
        connect();
        for (int payload = 0; payload <= DeviceConfig.DEFAULT_MTU - 20; payload += 7) {
            byte[] packet = TestPackets.packet("10.0.0.1", "10.0.0.2", payload, payload);
            alice.send(packet);
            link.run(A_MOMENT);
            assertThat(bob.delivered.removeLast()).isEqualTo(packet);
        }
    }

    @Test
    void send_packetOfTheMtu_isNotPaddedBeyondIt() {
        connect();
        alice.send(TestPackets.packet("10.0.0.1", "10.0.0.2", DeviceConfig.DEFAULT_MTU - 20, 0));
        assertThat(link.sent.getLast().bytes).hasSize(DeviceConfig.DEFAULT_MTU + TransportMessage.MIN_BYTES);
    }

    @Test
    void send_readOnlyBufferInTheMiddle_keepsItUntouched() {
        connect();
        ByteBuffer buffer = ByteBuffer.allocateDirect(TO_BOB.length + 20).position(10);
        buffer.put(TO_BOB).flip().position(10);
        alice.device.send(link.now, buffer.asReadOnlyBuffer(), alice::transmit);
        link.run(A_MOMENT);

        assertThat(bob.delivered).containsExactly(TO_BOB);
        assertThat(buffer.position()).isEqualTo(10);
    }

    @Test
    void receive_inTheMiddleOfABuffer_opensInPlace() {
        connect();
        link.cut = true;
        alice.send(TO_BOB);
        byte[] datagram = link.sent.getLast().bytes;
        ByteBuffer buffer = ByteBuffer.allocate(datagram.length + 30).position(13);
        buffer.put(datagram).flip().position(13);
        Received received = bob.device.receive(link.now, "alice", buffer, bob::transmit);

        assertThat(received).isInstanceOf(Received.Packet.class);
        ByteBuffer packet = ((Received.Packet) received).ipPacket();
        assertThat(packet).isEqualTo(ByteBuffer.wrap(TO_BOB));
        buffer.put(13 + TransportMessage.HEADER_BYTES, (byte) 0x77);
        assertThat(packet.get(0)).isEqualTo((byte) 0x77);
        assertThat(buffer.position()).isEqualTo(13);
        assertThat(packet.capacity()).isEqualTo(TO_BOB.length);
    }

    @Test
    void receive_directBuffer_isRefused() {
        assertThatThrownBy(() -> bob.device.receive(link.now, "x", ByteBuffer.allocateDirect(9), bob::transmit))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void receive_sameDatagramTwice_isDroppedAsReplay() {
        connect();
        alice.send(TO_BOB);
        byte[] datagram = link.sent.getLast().bytes;
        link.run(A_MOMENT);

        assertThat(bob.receive("mallory", datagram.clone())).isEqualTo(DropReason.REPLAYED_PACKET.dropped());
        assertThat(bob.status(alice).endpoint()).contains("alice");
        assertThat(bob.device.dropped(DropReason.REPLAYED_PACKET)).isEqualTo(1);
    }

    @Test
    void receive_sourceOutsideOfAllowedIps_isDropped() {
        connect();
        alice.send(TestPackets.packet("10.0.0.3", "10.0.0.2", 30, 0));
        link.run(A_MOMENT);

        assertThat(bob.delivered).isEmpty();
        assertThat(bob.results).contains(DropReason.SOURCE_NOT_ALLOWED.dropped());
    }

    @Test
    void receive_sameInitiationTwice_isDropped() {
        connect();
        byte[] initiation = link.sent.getFirst().bytes;
        link.run(Duration.ofSeconds(1));

        assertThat(bob.receive("mallory", initiation)).isEqualTo(DropReason.REPLAYED_INITIATION.dropped());
        assertThat(bob.status(alice).endpoint()).contains("alice");
    }

    @Test
    void receive_initiationOfAStranger_isDropped() {
        Node stranger = link.node("stranger");
        stranger.device.addPeer(
                link.now,
                PeerConfig.<String>of(bob.publicKey(), AllowedIp.parse("0.0.0.0/0"))
                        .withEndpoint("bob"));
        stranger.send(TestPackets.packet("10.0.0.1", "10.0.0.2", 30, 0));
        link.run(A_MOMENT);

        assertThat(bob.results).containsExactly(DropReason.UNKNOWN_PEER.dropped());
        assertThat(link.countSent(MessageType.RESPONSE)).isZero();
    }

    @Test
    void receive_initiationForAnotherKey_failsMac1() {
        alice.device.connect(link.now, bob.publicKey(), alice::transmit);
        Node carol = link.node("carol");

        assertThat(carol.receive("alice", link.sent.getLast().bytes)).isEqualTo(DropReason.WRONG_MAC1.dropped());
    }

    @Test
    void receive_fromAnotherEndpoint_roams() {
        connect();
        alice.address = "cafe";
        alice.send(TO_BOB);
        link.run(A_MOMENT);
        assertThat(bob.status(alice).endpoint()).contains("cafe");

        bob.send(TO_ALICE);
        link.run(A_MOMENT);
        assertThat(alice.delivered).containsExactly(TO_ALICE);
    }

    @Test
    void presharedKey_same_works() {
        PresharedKey shared = PresharedKey.generate(link.random);
        Node carol = link.node("carol");
        Node dave = link.node("dave");
        carol.device.addPeer(
                link.now,
                PeerConfig.<String>of(dave.publicKey(), AllowedIp.parse("10.0.0.2"))
                        .withPresharedKey(shared)
                        .withEndpoint("dave"));
        dave.device.addPeer(
                link.now,
                PeerConfig.<String>of(carol.publicKey(), AllowedIp.parse("10.0.0.1"))
                        .withPresharedKey(shared));
        shared.close();
        carol.send(TO_BOB);
        link.run(A_MOMENT);

        assertThat(dave.delivered).containsExactly(TO_BOB);
    }

    @Test
    void presharedKey_onOneSideOnly_getsNothingThrough() {
        bob.device.removePeer(alice.publicKey());
        bob.device.addPeer(
                link.now,
                PeerConfig.<String>of(alice.publicKey(), AllowedIp.parse("10.0.0.1"))
                        .withPresharedKey(PresharedKey.generate(link.random)));
        alice.send(TO_BOB);
        link.run(Duration.ofSeconds(30));

        assertThat(bob.delivered).isEmpty();
        assertThat(alice.results).isNotEmpty().containsOnly(DropReason.FORGED_HANDSHAKE.dropped());
        assertThat(alice.status(bob).lastHandshake()).isEmpty();
    }

    @Test
    void removePeer_wipesItsSessions() {
        connect();
        assertThat(bob.device.removePeer(alice.publicKey())).isTrue();
        assertThat(bob.device.removePeer(alice.publicKey())).isFalse();
        alice.send(TO_BOB);
        link.run(A_MOMENT);

        assertThat(bob.results).endsWith(DropReason.NO_SESSION.dropped());
        assertThat(bob.send(TO_ALICE)).isEqualTo(Sent.NO_PEER);
        assertThat(bob.device.statuses()).isEmpty();
    }

    @Test
    void addPeer_thatCannotBe_isRefused() {
        assertThatThrownBy(() -> add(alice, alice.publicKey(), "10.1.0.0/16")).hasMessageContaining("itself");
        assertThatThrownBy(() -> add(alice, bob.publicKey(), "10.1.0.0/16")).hasMessageContaining("already");
        PublicKey other = PrivateKey.generate(link.random).publicKey();
        assertThatThrownBy(() -> add(alice, other, "10.0.0.2/32")).hasMessageContaining("another peer");
        PublicKey lowOrder = PublicKey.ofBytes(new byte[32]);
        assertThatThrownBy(() -> add(alice, lowOrder, "10.1.0.0/16")).hasMessageContaining("low order");
        assertThat(alice.device.statuses()).hasSize(1);
    }

    private void add(Node node, PublicKey key, String range) {
        node.device.addPeer(link.now, PeerConfig.of(key, AllowedIp.parse(range)));
    }

    @Test
    void status_countsBytesOnTheOutside() {
        connect();
        long before = alice.status(bob).sentBytes();
        alice.send(TO_BOB);
        link.run(A_MOMENT);
        int expected = TransportMessage.MIN_BYTES + 128;

        assertThat(alice.status(bob).sentBytes() - before).isEqualTo(expected);
        assertThat(bob.status(alice).receivedBytes()).isEqualTo(148 + 32 + expected);
        assertThat(alice.device.status(alice.publicKey())).isEqualTo(Optional.empty());
    }
}
