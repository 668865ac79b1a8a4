package io.omerta.network.tcpip.stack;

import java.time.Duration;

/**
 * What a simulated link does to packets.
 *
 * @param loss probability that a packet vanishes
 * @param duplication probability that it arrives twice
 * @param corruption probability that a bit of it is flipped
 * @param reordering probability that it overtakes, or is overtaken by, others
 * @param delay one way
 * @param jitter most that is added to the delay
 * @param largest bytes of the largest packet that gets through; nobody is told of others
 */
record LinkConditions(
        double loss,
        double duplication,
        double corruption,
        double reordering,
        Duration delay,
        Duration jitter,
        int largest) {
    static LinkConditions clean(int delayMillis) {
        return new LinkConditions(0, 0, 0, 0, Duration.ofMillis(delayMillis), Duration.ZERO, 65_535);
    }

    LinkConditions withLargest(int bytes) {
        return new LinkConditions(loss, duplication, corruption, reordering, delay, jitter, bytes);
    }

    LinkConditions withLoss(double probability) {
        return new LinkConditions(probability, duplication, corruption, reordering, delay, jitter, largest);
    }

    LinkConditions withDuplication(double probability) {
        return new LinkConditions(loss, probability, corruption, reordering, delay, jitter, largest);
    }

    LinkConditions withCorruption(double probability) {
        return new LinkConditions(loss, duplication, probability, reordering, delay, jitter, largest);
    }

    LinkConditions withReordering(double probability) {
        return new LinkConditions(loss, duplication, corruption, probability, delay, jitter, largest);
    }

    LinkConditions withJitterMillis(int millis) {
        return new LinkConditions(loss, duplication, corruption, reordering, delay, Duration.ofMillis(millis), largest);
    }
}
