package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.wireguard.SimulatedLink.Faults;
import io.omerta.network.wireguard.SimulatedLink.Node;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Ten minutes of traffic both ways over links that lose, repeat, reorder and damage datagrams. */
final class LossyLinkTest {
    private static final int PACKETS = 6_000;
    private static final int SEEDS = 3;

    /** A link, and the least share of packets that must arrive. */
    private record Link(String name, double share, Faults faults) {}

    private static final List<Link> LINKS = List.of(
            new Link("clean", 1.0, Faults.NONE),
            new Link("5 % loss", 0.9, new Faults(0.05, 0, 0, 0, 0, 0)),
            new Link("30 % loss", 0.6, new Faults(0.3, 0, 0, 0, 0, 0)),
            new Link("25 % reordering", 1.0, new Faults(0, 0, 0.25, 0, 0, 0)),
            new Link("50 % duplication", 1.0, new Faults(0, 0.5, 0, 0, 0, 0)),
            new Link("50 % replay", 1.0, new Faults(0, 0, 0, 0.5, 0, 0)),
            new Link("10 % truncation", 0.85, new Faults(0, 0, 0, 0, 0.1, 0)),
            new Link("10 % bit flips", 0.85, new Faults(0, 0, 0, 0, 0, 0.1)),
            new Link("everything", 0.7, new Faults(0.1, 0.05, 0.25, 0.1, 0.02, 0.02)));

    @TestFactory
    Stream<DynamicTest> traffic_arrivesOnceAndUnchanged() {
        return LINKS.stream()
                .flatMap(link -> IntStream.rangeClosed(1, SEEDS)
                        .mapToObj(seed ->
                                DynamicTest.dynamicTest(link.name() + ", seed " + seed, () -> check(link, seed))));
    }

    private static void check(Link kind, int seed) {
        SimulatedLink link = new SimulatedLink(seed);
        Node alice = link.node("alice");
        Node bob = link.node("bob");
        SimulatedLink.pair(alice, "10.0.0.1", bob, "10.0.0.2", link.now);
        link.faults = kind.faults();
        for (int i = 0; i < PACKETS; i++) {
            alice.send(numbered("10.0.0.1", "10.0.0.2", i));
            bob.send(numbered("10.0.0.2", "10.0.0.1", i));
            link.run(Duration.ofMillis(100));
        }
        link.run(Duration.ofSeconds(1));
        checkDelivered(bob.delivered, "10.0.0.1", "10.0.0.2", kind.share());
        // The responder cannot send before the first packet has come.
        checkDelivered(alice.delivered, "10.0.0.2", "10.0.0.1", kind.share() - 0.05);

        link.faults = Faults.NONE;
        link.run(Duration.ofSeconds(20));
        bob.delivered.clear();
        alice.send(numbered("10.0.0.1", "10.0.0.2", 1));
        link.run(Duration.ofSeconds(6));
        assertThat(bob.delivered).contains(numbered("10.0.0.1", "10.0.0.2", 1));
    }

    private static byte[] numbered(String from, String to, int number) {
        byte[] packet = TestPackets.packet(from, to, 40, number);
        LittleEndian.putInt(packet, 20, number);
        return packet;
    }

    private static void checkDelivered(List<byte[]> delivered, String from, String to, double share) {
        Map<Integer, Integer> times = new HashMap<>();
        for (byte[] packet : delivered) {
            int number = LittleEndian.getInt(packet, 20);
            times.merge(number, 1, Integer::sum);
            assertThat(packet).isEqualTo(numbered(from, to, number));
        }
        assertThat(times.values()).allMatch(count -> count == 1);
        assertThat(times.size() / (double) PACKETS).isGreaterThanOrEqualTo(share);
    }
}
