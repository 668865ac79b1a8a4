package io.omerta.testkit.link;

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
public record LinkConditions(
        double loss,
        double duplication,
        double corruption,
        double reordering,
        Duration delay,
        Duration jitter,
        int largest) {
    /** Checks probabilities and times. */
    public LinkConditions {
        requireProbability("loss", loss);
        requireProbability("duplication", duplication);
        requireProbability("corruption", corruption);
        requireProbability("reordering", reordering);
        if (delay.isNegative() || jitter.isNegative() || largest < 1) {
            throw new IllegalArgumentException("delay and jitter must not be negative, largest must be positive");
        }
    }

    private static void requireProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1, not " + value);
        }
    }

    /** A link that only takes its time. */
    public static LinkConditions clean(int delayMillis) {
        return new LinkConditions(0, 0, 0, 0, Duration.ofMillis(delayMillis), Duration.ZERO, 65_535);
    }

    public LinkConditions withLargest(int bytes) {
        return new LinkConditions(loss, duplication, corruption, reordering, delay, jitter, bytes);
    }

    public LinkConditions withLoss(double probability) {
        return new LinkConditions(probability, duplication, corruption, reordering, delay, jitter, largest);
    }

    public LinkConditions withDuplication(double probability) {
        return new LinkConditions(loss, probability, corruption, reordering, delay, jitter, largest);
    }

    public LinkConditions withCorruption(double probability) {
        return new LinkConditions(loss, duplication, probability, reordering, delay, jitter, largest);
    }

    public LinkConditions withReordering(double probability) {
        return new LinkConditions(loss, duplication, corruption, probability, delay, jitter, largest);
    }

    public LinkConditions withJitterMillis(int millis) {
        return new LinkConditions(loss, duplication, corruption, reordering, delay, Duration.ofMillis(millis), largest);
    }
}
