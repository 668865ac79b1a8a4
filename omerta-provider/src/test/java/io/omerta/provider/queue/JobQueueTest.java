package io.omerta.provider.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.job.JobId;
import io.omerta.core.job.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JobQueueTest {
    private static final Resources CAPACITY = new Resources(4, 4000, 0);
    private static final JobId A = new JobId(0, 1);
    private static final JobId B = new JobId(0, 2);
    private static final JobId C = new JobId(0, 3);

    private final JobQueue queue = new JobQueue(CAPACITY);

    @Test
    void empty_onJobThatFits_startsIt() {
        queue.enqueue(A, new Resources(4, 4000, 0));

        assertThat(queue.startNext()).containsExactly(A);
        assertThat(queue.available()).isEqualTo(Resources.NONE);
        assertThat(queue.length()).isZero();
        assertThat(queue.started()).isEqualTo(1);
    }

    @Test
    void busy_onSmallJobBehindALargeOne_letsItWait() {
        queue.enqueue(A, new Resources(2, 1000, 0));
        queue.startNext();
        queue.enqueue(B, new Resources(4, 1000, 0));
        queue.enqueue(C, new Resources(1, 1000, 0));

        assertThat(queue.startNext()).isEmpty();
        assertThat(queue.position(C)).isEqualTo(2);
        assertThat(queue.wouldStartAtOnce(new Resources(1, 1000, 0))).isFalse();

        queue.remove(A);
        assertThat(queue.startNext()).containsExactly(B);
        queue.remove(B);
        assertThat(queue.startNext()).containsExactly(C);
        assertThat(queue.position(C)).isZero();
    }

    @Test
    void waiting_onRemovalOfTheHead_startsTheNext() {
        queue.enqueue(A, new Resources(3, 1000, 0));
        queue.startNext();
        queue.enqueue(B, new Resources(4, 1000, 0));
        queue.enqueue(C, new Resources(1, 1000, 0));

        queue.remove(B);

        assertThat(queue.startNext()).containsExactly(C);
    }

    @Test
    void memoryAlone_isEnoughToWaitFor() {
        queue.enqueue(A, new Resources(1, 3000, 0));
        queue.enqueue(B, new Resources(1, 1001, 0));

        assertThat(queue.startNext()).containsExactly(A);
    }

    @Test
    void tooLarge_isRefused() {
        assertThatThrownBy(() -> queue.enqueue(A, new Resources(5, 1, 0))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void remove_twice_givesBackOnce() {
        queue.enqueue(A, new Resources(2, 1000, 0));
        queue.startNext();

        queue.remove(A);
        queue.remove(A);

        assertThat(queue.available()).isEqualTo(CAPACITY);
    }

    @Test
    void anyOrder_ofEnds_returnsToZeroAndKeepsTheLine() {
        Random random = new Random(20_260_701);
        List<JobId> running = new ArrayList<>();
        List<JobId> order = new ArrayList<>();
        for (int i = 1; i <= 2000; i++) {
            queue.enqueue(new JobId(1, i), new Resources(1 + random.nextInt(4), 1 + random.nextInt(4000), 0));
            start(running, order);
            while (!running.isEmpty() && random.nextBoolean()) {
                queue.remove(running.remove(random.nextInt(running.size())));
                start(running, order);
            }
        }
        while (!running.isEmpty()) {
            queue.remove(running.removeFirst());
            start(running, order);
        }
        assertThat(queue.available()).isEqualTo(CAPACITY);
        assertThat(order).hasSize(2000).isSortedAccordingTo((one, other) -> Long.compare(one.low(), other.low()));
    }

    private void start(List<JobId> running, List<JobId> order) {
        List<JobId> started = queue.startNext();
        running.addAll(started);
        order.addAll(started);
    }
}
