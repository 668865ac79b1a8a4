package io.omerta.network.tcpip.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RingTest {
    private static final int LIMIT = 100_000;

    /** Whoever is told of room has fetched the bytes already when they are put: none may be lost. */
    @ParameterizedTest
    @ValueSource(longs = {0, 4_096, 10_000, 70_000, 300_000, 10_000_000})
    void manyRings_ofOneBudget_takeWhatTheyHaveSaid(long budgetBytes) {
        Random random = new Random(budgetBytes);
        BufferBudget budget = new BufferBudget(budgetBytes);
        List<Ring> rings = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rings.add(new Ring(LIMIT, budget));
        }
        for (int step = 0; step < 20_000; step++) {
            Ring ring = rings.get(random.nextInt(rings.size()));
            int room = ring.attainable() - ring.size();
            if (room > 0 && random.nextBoolean()) {
                int count = 1 + random.nextInt(room);
                assertThat(ring.put(ring.size(), ByteBuffer.allocate(count))).isEqualTo(count);
                ring.extend(count);
            } else {
                ring.drop(random.nextInt(ring.size() + 1));
            }
            if (random.nextInt(500) == 0) {
                ring.release();
            }
        }
        rings.forEach(Ring::release);
        assertThat(budget.used()).isZero();
        assertThat(budget.share()).isEqualTo(budgetBytes);
    }

    @Test
    void ring_amongOthersThatHoldSomething_mayTakeItsShare() {
        BufferBudget budget = new BufferBudget(LIMIT);
        Ring first = new Ring(LIMIT, budget);
        assertThat(first.attainable()).isEqualTo(LIMIT);
        fill(first, 10);
        Ring second = new Ring(LIMIT, budget);
        fill(second, 10);

        assertThat(first.attainable()).isEqualTo(LIMIT / 2);

        second.drop(10);
        assertThat(first.attainable()).isLessThanOrEqualTo(LIMIT).isGreaterThanOrEqualTo(LIMIT / 2);
    }

    @Test
    void ring_ofASpentBudget_stillTakesTheLeast() {
        BufferBudget budget = new BufferBudget(LIMIT);
        fill(new Ring(LIMIT, budget), LIMIT);

        Ring other = new Ring(LIMIT, budget);

        assertThat(other.attainable()).isEqualTo(Ring.LEAST_BYTES);
        fill(other, Ring.LEAST_BYTES);
    }

    private static void fill(Ring ring, int count) {
        assertThat(ring.put(0, ByteBuffer.allocate(count))).isEqualTo(count);
        ring.extend(count);
    }
}
