package io.omerta.network.tcpip.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.testkit.link.LinkConditions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * How fast our TCP is over bad links, in virtual time, to the kilobit: whoever changes the stack sees here what it does to
 * speed. The table of the last run is {@code target/throughput.txt}; where a change is meant, it becomes the new snapshot.
 */
final class ThroughputTableTest {
    private static final int LENGTH = 4_000_000;
    private static final List<Long> SEEDS = List.of(1L, 2L, 3L);
    private static final Duration LIMIT = Duration.ofMinutes(60);

    private record Row(String name, LinkConditions conditions) {}

    private static List<Row> rows() {
        LinkConditions near = LinkConditions.clean(5);
        LinkConditions far = LinkConditions.clean(25);
        return List.of(
                new Row("10 ms", near),
                new Row("10 ms, 1 % loss", near.withLoss(0.01)),
                new Row("10 ms, 5 % loss", near.withLoss(0.05)),
                new Row("50 ms", far),
                new Row("50 ms, 1 % loss", far.withLoss(0.01)),
                new Row("50 ms, 5 % loss", far.withLoss(0.05)),
                new Row("50 ms, 20 % loss", far.withLoss(0.2)),
                new Row("50 ms, 30 % loss", far.withLoss(0.3)),
                new Row("50 ms, 10 ms jitter", far.withJitterMillis(10)),
                new Row("50 ms, 5 % reordered", far.withReordering(0.05)),
                new Row("50 ms, 5 % doubled", far.withDuplication(0.05)),
                new Row("50 ms, 1 % corrupted", far.withCorruption(0.01)),
                new Row("50 ms, nothing over 1,300 bytes", far.withLargest(1_300)));
    }

    @Test
    void table_isTheSnapshot() throws IOException {
        StringBuilder table = new StringBuilder();
        for (Row row : rows()) {
            table.append(String.format(Locale.ROOT, "%-32s", row.name()));
            for (long seed : SEEDS) {
                table.append(String.format(Locale.ROOT, " %8d", kilobitsPerSecond(row.conditions(), seed)));
            }
            table.append('\n');
        }
        Files.writeString(Path.of("target", "throughput.txt"), table);
        assertThat(table).hasToString(snapshot());
    }

    private static long kilobitsPerSecond(LinkConditions conditions, long seed) {
        Transfer server = new Transfer(LENGTH, seed);
        Transfer client = new Transfer(0, seed);
        TwoStacks net = new TwoStacks(
                conditions,
                seed,
                request -> new Verdict.ServeTcp(flow -> {
                    flow.accept();
                    return server;
                }));
        net.connect(8_000, client);
        long start = net.now();
        assertThat(net.runUntil(() -> client.receivedBytes() == LENGTH, LIMIT)).isTrue();
        assertThat(client.receivedHash()).isEqualTo(server.sentHash());
        return LENGTH * 8L * 1_000_000 / (net.now() - start);
    }

    private static String snapshot() throws IOException {
        try (InputStream in = ThroughputTableTest.class.getResourceAsStream("throughput.txt")) {
            return new String(Objects.requireNonNull(in, "snapshot").readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
