package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The sliding window of counters. */
final class ReplayWindowTest {
    private static final long SIZE = ReplayWindow.SIZE;

    /** A counter, and whether it is to be taken. */
    private record Step(long counter, boolean accepted) {}

    private static Step yes(long counter) {
        return new Step(counter, true);
    }

    private static Step no(long counter) {
        return new Step(counter, false);
    }

    @TestFactory
    Stream<DynamicTest> accept_table() {
        return Stream.of(
                row("first", yes(0), no(0)),
                row("in order", yes(0), yes(1), yes(2), no(1), no(2)),
                row("out of order", yes(5), yes(3), yes(4), no(3), yes(0), no(0)),
                row("oldest that fits", yes(SIZE), yes(1), no(1)),
                row("oldest that does not fit", yes(SIZE), no(0)),
                row("the window moves", yes(1), yes(SIZE), no(1), yes(SIZE + 1), no(1), yes(2), no(2)),
                row("a jump of one window", yes(7), yes(7 + SIZE), no(7), yes(8)),
                row(
                        "a jump of many windows",
                        yes(7),
                        yes(7 + 100 * SIZE),
                        no(7),
                        yes(8 + 99 * SIZE),
                        no(7 + 99 * SIZE)),
                row("a jump to a bit that was set", yes(3), yes(3 + 2 * SIZE), no(3 + 2 * SIZE), yes(2 + 2 * SIZE)),
                row("word borders", yes(63), yes(64), yes(65), no(64), no(63), yes(127), yes(128), no(127)),
                row(
                        "beyond 2^63",
                        yes(Long.MAX_VALUE),
                        yes(Long.MIN_VALUE),
                        no(Long.MAX_VALUE),
                        yes(-3),
                        no(5),
                        yes(-4)));
    }

    private static DynamicTest row(String name, Step... steps) {
        return DynamicTest.dynamicTest(name, () -> {
            ReplayWindow window = new ReplayWindow();
            for (Step step : steps) {
                assertThat(window.accept(step.counter())).as("%s", step).isEqualTo(step.accepted());
            }
        });
    }

    @Test
    void accept_randomCounters_agreesWithASet() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            ReplayWindow window = new ReplayWindow();
            Set<Long> seen = new HashSet<>();
            long highest = 0;
            for (int i = 0; i < 50_000; i++) {
                int reach = random.nextInt(1_000) == 0 ? 40_000 : 100;
                long counter = Math.max(0, highest - random.nextInt(9_000) + random.nextInt(9_000 + reach));
                boolean expected = highest - counter < SIZE && !seen.contains(counter);
                assertThat(window.accept(counter)).isEqualTo(expected);
                if (expected) {
                    seen.add(counter);
                    highest = Math.max(highest, counter);
                }
            }
        }
    }
}
