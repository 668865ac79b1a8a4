package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Datagrams that nobody would send, of random bytes and damaged real ones, unsealed as if they came from a member. The property
 * {@code omerta.dht.fuzz.datagrams} makes it longer.
 */
class DhtNodeFuzzTest {
    private static final int DATAGRAMS = Integer.getInteger("omerta.dht.fuzz.datagrams", 30_000);
    private static final int CAPTURED = 2_000;

    private final StandInOverlay overlay = new StandInOverlay(DhtSettings.DEFAULT);
    private final Random random = new Random(1);

    /** What nodes say to each other, of all kinds. */
    private List<StandInOverlay.Datagram> captured(List<DhtNode> nodes) throws RefusedRecordException {
        for (int i = 0; i < 40; i++) {
            DhtNode node = nodes.get(i % nodes.size());
            NodeId key = NodeId.random(random);
            node.publish(key, StandInRecords.value(node.id(), 1, overlay.timers.unixMillis() + 60_000, 300), _ -> {});
            overlay.timers.pass(Duration.ofMillis(300));
            nodes.get((i + 7) % nodes.size()).search(key, 1, (record, round) -> {}, _ -> {});
            overlay.timers.pass(Duration.ofMillis(300));
        }
        List<StandInOverlay.Datagram> all = overlay.datagrams;
        return new ArrayList<>(all.subList(Math.max(0, all.size() - CAPTURED), all.size()));
    }

    private byte[] damaged(byte[] message) {
        byte[] bytes = message.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                case 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
                default -> bytes = Arrays.copyOf(bytes, Math.min(2_000, bytes.length + random.nextInt(50)));
            }
        }
        return bytes;
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(1_400)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void datagrams_ofAnyKind_neverGetAnExceptionOutOfANode_norMakeItGrow() throws RefusedRecordException {
        List<DhtNode> nodes = overlay.grow(30);
        List<StandInOverlay.Datagram> real = captured(nodes);
        DhtNode victim = nodes.get(11);
        overlay.datagrams.clear();

        for (int i = 0; i < DATAGRAMS; i++) {
            StandInOverlay.Datagram datagram = real.get(random.nextInt(real.size()));
            NodeAddress from = random.nextBoolean()
                    ? datagram.from()
                    : NodeAddress.ofIpv4(random.nextInt(), 1 + random.nextInt(65_535));
            victim.receive(from, random.nextInt(4) == 0 ? noise() : damaged(datagram.message()));
            if (i % 100 == 0) {
                victim.find(NodeId.random(random), _ -> {});
                overlay.timers.pass(Duration.ofMillis(20));
                overlay.datagrams.clear();
            }
        }
        overlay.timers.pass(Duration.ofSeconds(30));

        // All that it waited for has come to its end; only the clocks of the nodes themselves go on.
        assertThat(overlay.timers.waiting()).isEqualTo(nodes.size());
        assertThat(victim.contacts().size()).isLessThan(40);
        List<Contact> found = new ArrayList<>();
        victim.find(nodes.getFirst().id(), found::addAll);
        overlay.timers.pass(Duration.ofSeconds(10));
        assertThat(found.getFirst().id()).isEqualTo(nodes.getFirst().id());
    }
}
