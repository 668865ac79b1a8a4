package io.omerta.network.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DatagramQueueTest {
    private final DatagramQueue queue = new DatagramQueue();

    @Test
    void waiting_small_travelTogetherInOrder() {
        queue.add(new byte[] {1});
        queue.add(new byte[] {2});

        var batch = queue.nextBatch().orElseThrow();

        assertThat(batch.getDatagramsList())
                .extracting(datagram -> (int) datagram.byteAt(0))
                .containsExactly(1, 2);
        assertThat(queue.nextBatch()).isEmpty();
    }

    @Test
    void waiting_many_areSplitByBytes() {
        for (int i = 0; i < 4; i++) {
            queue.add(new byte[60_000]);
        }

        assertThat(queue.nextBatch().orElseThrow().getDatagramsCount()).isEqualTo(2);
        assertThat(queue.nextBatch().orElseThrow().getDatagramsCount()).isEqualTo(2);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void full_newest_isDroppedAndCounted() {
        int taken = 0;
        while (queue.add(new byte[1_500])) {
            taken++;
        }

        assertThat(taken).isEqualTo((1 << 20) / 1_500);
        assertThat(queue.dropped()).isEqualTo(1);
        queue.nextBatch();
        assertThat(queue.add(new byte[1_500])).isTrue();
    }

    @Test
    void full_ofTinyOnes_isFullByNumber() {
        int taken = 0;
        while (queue.add(new byte[1])) {
            taken++;
        }

        assertThat(taken).isEqualTo(8_192);
    }
}
