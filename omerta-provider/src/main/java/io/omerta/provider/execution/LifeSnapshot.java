package io.omerta.provider.execution;

import java.time.Duration;

/**
 * A running job's life while nothing lives it: the daemon is down.
 *
 * @param queued time spent so, like the next three
 * @param runningLeft of the time limit
 * @param leaseLeft until the requester has been silent for too long
 * @param outputBytes so far
 * @param pausedByOwner it stands still for another reason, too
 */
record LifeSnapshot(
        Duration queued,
        Duration preparing,
        Duration running,
        Duration paused,
        Duration runningLeft,
        Duration leaseLeft,
        long outputBytes,
        boolean pausedByOwner) {
    /** That much later: the lease goes on, and the time counts as paused. */
    LifeSnapshot after(Duration time) {
        return new LifeSnapshot(
                queued,
                preparing,
                running,
                paused.plus(time),
                runningLeft,
                leaseLeft.minus(time),
                outputBytes,
                pausedByOwner);
    }
}
