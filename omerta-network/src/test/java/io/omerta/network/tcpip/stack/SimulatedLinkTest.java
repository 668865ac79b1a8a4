package io.omerta.network.tcpip.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.socket.TcpEnd;
import io.omerta.testkit.link.LinkConditions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Byte-exact transfers in both directions at once over links that get worse and worse. */
final class SimulatedLinkTest {
    private static final int LENGTH = 300_000;

    static Stream<Arguments> links() {
        LinkConditions clean = LinkConditions.clean(25);
        List<LinkConditions> conditions = List.of(
                clean,
                clean.withLoss(0.01),
                clean.withLoss(0.05),
                clean.withLoss(0.1),
                clean.withLoss(0.2),
                clean.withLoss(0.3),
                clean.withReordering(0.25),
                clean.withDuplication(0.05),
                clean.withCorruption(0.01),
                clean.withJitterMillis(200),
                clean.withLargest(1_300),
                clean.withLargest(700).withLoss(0.02),
                clean.withLoss(0.05)
                        .withReordering(0.25)
                        .withDuplication(0.05)
                        .withCorruption(0.01)
                        .withJitterMillis(50));
        return conditions.stream().flatMap(link -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(link, seed)));
    }

    @ParameterizedTest
    @MethodSource("links")
    void established_onTransferBothWays_deliversEveryByteOnce(LinkConditions conditions, long seed) {
        Transfer server = new Transfer(LENGTH, seed);
        Transfer client = new Transfer(LENGTH, seed + 100);
        TwoStacks net = new TwoStacks(
                conditions,
                seed,
                request -> new Verdict.ServeTcp(flow -> {
                    flow.accept();
                    return server;
                }));
        net.connect(8_000, client);

        boolean done = net.runUntil(() -> server.isOver() && client.isOver(), Duration.ofMinutes(10));

        assertThat(done).as("finished, at %s s", net.now() / 1e9).isTrue();
        assertThat(server.receivedHash()).isEqualTo(client.sentHash());
        assertThat(client.receivedHash()).isEqualTo(server.sentHash());
        assertThat(server.end()).isEqualTo(TcpEnd.FINISHED);
        assertThat(client.end()).isEqualTo(TcpEnd.FINISHED);
    }
}
