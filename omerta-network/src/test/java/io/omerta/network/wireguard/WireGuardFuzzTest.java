package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.wireguard.SimulatedLink.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random and damaged datagrams: no exception, nothing delivered, nothing changed. */
final class WireGuardFuzzTest {
    private static final int DATAGRAMS = 100_000;
    /** How often a damaged handshake message is given a right mac1, so that it gets past the first check. */
    private static final double REPAIRED = 0.25;

    private final Random random = new Random(4);
    private final SimulatedLink link = new SimulatedLink(4);
    private final Node alice = link.node("alice");
    private final Node bob = link.node("bob");
    private final Node carol = link.node("carol");
    private final MacKeys bobsKeys = new MacKeys(bob.publicKey());

    /** One genuine message of each type, fit for the state that bob is in, but never shown to him undamaged. */
    private List<byte[]> genuine() {
        SimulatedLink.pair(alice, "10.0.0.1", bob, "10.0.0.2", link.now);
        SimulatedLink.pair(bob, "10.0.0.2", carol, "10.0.0.3", link.now);
        alice.device.connect(link.now, bob.publicKey(), alice::transmit);
        link.run(Duration.ofSeconds(1));
        link.cut = true;
        List<byte[]> messages = new ArrayList<>();
        alice.send(TestPackets.packet("10.0.0.1", "10.0.0.2", 300, 1));
        messages.add(link.sent.getLast().bytes);
        link.run(Duration.ofSeconds(5));
        alice.device.connect(link.now, bob.publicKey(), alice::transmit);
        messages.add(link.sent.getLast().bytes);
        bob.device.connect(link.now, carol.publicKey(), bob::transmit);
        byte[] initiation = link.sent.getLast().bytes;
        carol.receive("bob", initiation.clone());
        messages.add(link.sent.getLast().bytes);
        carol.device.declareBusy(link.now);
        carol.receive("bob", initiation.clone());
        messages.add(link.sent.getLast().bytes);
        assertThat(messages.stream().map(m -> (int) m[0])).containsExactly(4, 1, 2, 3);
        return messages;
    }

    @Test
    void receive_randomAndDamagedDatagrams_changesNothing() {
        List<byte[]> genuine = genuine();
        List<PeerStatus<String>> before = bob.device.statuses();
        OptionalLong deadline = bob.device.nextDeadline();
        int sentBefore = link.sent.size();
        for (int i = 0; i < DATAGRAMS; i++) {
            byte[] datagram = random.nextInt(4) == 0 ? noise() : damaged(genuine.get(random.nextInt(genuine.size())));
            assertThat(bob.receive("mallory", datagram)).isInstanceOf(Received.Dropped.class);
            bob.results.clear();
            link.now += Duration.ofNanos(20_000).toNanos();
        }
        assertThat(bob.device.statuses()).isEqualTo(before);
        assertThat(bob.device.nextDeadline()).isEqualTo(deadline);
        assertThat(link.sent.stream().skip(sentBefore).allMatch(flight -> flight.bytes[0] == 3))
                .isTrue();
        bob.delivered.clear();
        assertThat(bob.receive("alice", genuine.getFirst())).isInstanceOf(Received.Packet.class);
        assertThat(bob.receive("carol", genuine.get(2))).isInstanceOf(Received.Handshake.class);
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(1_600)];
        random.nextBytes(bytes);
        if (bytes.length >= Integer.BYTES && random.nextBoolean()) {
            LittleEndian.putInt(bytes, 0, random.nextInt(6));
        }
        return bytes;
    }

    private byte[] damaged(byte[] message) {
        byte[] bytes = message.clone();
        switch (random.nextInt(5)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
            case 2 -> random.nextBytes(bytes);
            default -> flip(bytes);
        }
        repairMac1(bytes);
        return bytes;
    }

    /**
     * Changes bytes that are authenticated. Of a handshake message, the sender's index and mac2 are not: whoever
     * knows the public key can change them, and the message is still genuine.
     */
    private void flip(byte[] bytes) {
        boolean isHandshake = bytes[0] == 1 || bytes[0] == 2;
        int start = isHandshake ? InitiationMessage.NOISE : 0;
        int end = bytes.length - (isHandshake ? 2 * Blake2s.MAC_BYTES : 0);
        int stride = (end - start) / 3;
        for (int third = random.nextInt(3); third < 3; third++) {
            bytes[start + third * stride + random.nextInt(stride)] ^= (byte) (1 + random.nextInt(255));
        }
    }

    private void repairMac1(byte[] bytes) {
        if (random.nextDouble() < REPAIRED
                && Message.parse(bytes, 0, bytes.length) instanceof HandshakeMessage handshake) {
            System.arraycopy(bobsKeys.mac1(handshake), 0, bytes, handshake.mac1Offset(), Blake2s.MAC_BYTES);
        }
    }
}
