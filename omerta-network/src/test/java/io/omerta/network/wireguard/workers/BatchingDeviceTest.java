package io.omerta.network.wireguard.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.wireguard.AllowedIp;
import io.omerta.network.wireguard.DeviceConfig;
import io.omerta.network.wireguard.PeerConfig;
import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.Received;
import io.omerta.network.wireguard.WireGuardDevice;
import io.omerta.testkit.NothingLeft;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is gathered leaves and arrives in order, at the end of a turn at the latest, and never after the end. */
@ExtendWith(NothingLeft.class)
final class BatchingDeviceTest {
    private static final int MTU = 1_408;
    private static final int SEVERAL_BATCHES = 200;

    private final Random random = new Random(1);
    private final CipherWorkers workers = CipherWorkers.start("test-cipher", 2);
    private final List<ByteBuffer> toBob = new ArrayList<>();
    private final List<ByteBuffer> toAlice = new ArrayList<>();
    private final List<Integer> received = new ArrayList<>();
    private final PrivateKey bobsKey = PrivateKey.generate(random);
    private final PrivateKey alicesKey = PrivateKey.generate(random);
    private final BatchingDevice<String> alice = end(alicesKey, toBob);
    private final BatchingDevice<String> bob = end(bobsKey, toAlice);

    private BatchingDevice<String> end(PrivateKey key, List<ByteBuffer> sent) {
        DeviceConfig<String> config =
                new DeviceConfig<>(key, name -> name.getBytes(StandardCharsets.UTF_8), random, MTU);
        return new BatchingDevice<>(
                new WireGuardDevice<>(config, Instant.ofEpochSecond(1_700_000_000L), 0),
                MTU,
                workers,
                (to, datagram) -> sent.add(
                        ByteBuffer.allocate(datagram.remaining()).put(datagram).flip()),
                this::note);
    }

    private void note(String from, Received what) {
        if (what instanceof Received.Packet packet) {
            received.add(packet.ipPacket().getInt(packet.ipPacket().position() + 20));
        }
    }

    private void connect() {
        alice.device()
                .addPeer(
                        0,
                        PeerConfig.<String>of(bobsKey.publicKey(), AllowedIp.parse("10.0.0.2"))
                                .withEndpoint("bob"));
        bob.device().addPeer(0, PeerConfig.of(alicesKey.publicKey(), AllowedIp.parse("10.0.0.1")));
        send(-1);
        assertThat(toBob).hasSize(1);
        arrive(bob, toBob, "alice");
        arrive(alice, toAlice, "bob");
        arrive(bob, toBob, "alice");
        assertThat(received).containsExactly(-1);
        received.clear();
    }

    private static void arrive(BatchingDevice<String> end, List<ByteBuffer> datagrams, String from) {
        List.copyOf(datagrams).forEach(datagram -> end.receive(0, from, datagram));
        datagrams.clear();
        end.open(0);
    }

    private void send(int number) {
        ByteBuffer packet = ByteBuffer.allocate(64 + (number & 0x3FF));
        packet.putShort(0, (short) 0x4500).putShort(2, (short) packet.capacity());
        packet.putInt(12, 0x0A000001).putInt(16, 0x0A000002).putInt(20, number);
        alice.send(0, packet);
    }

    @AfterEach
    void close() {
        alice.close();
        bob.close();
        workers.close();
    }

    @Test
    void send_moreThanABatch_arrivesInOrder() {
        connect();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < SEVERAL_BATCHES; i++) {
            send(i);
            numbers.add(i);
        }
        alice.seal();
        assertThat(toBob).hasSize(SEVERAL_BATCHES);
        arrive(bob, toBob, "alice");
        assertThat(received).isEqualTo(numbers);
    }

    @Test
    void send_lessThanABatch_waitsForTheEndOfTheTurn() {
        connect();
        send(1);
        assertThat(toBob).isEmpty();
        alice.seal();
        assertThat(toBob).hasSize(1);
        bob.receive(0, "alice", toBob.getFirst());
        assertThat(received).isEmpty();
        bob.open(0);
        assertThat(received).containsExactly(1);
    }

    @Test
    void close_withGatheredPackets_sendsNothing() {
        connect();
        send(1);
        alice.close();
        alice.seal();
        assertThat(toBob).isEmpty();
    }
}
