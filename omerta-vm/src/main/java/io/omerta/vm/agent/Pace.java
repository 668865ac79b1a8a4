package io.omerta.vm.agent;

/**
 * A token bucket over the guest's messages: says how long to leave the stream unread, which in turn makes the guest wait. A
 * program that writes byte by byte is honest, so too many messages are slowed down, never punished. Not thread-safe.
 */
final class Pace {
    private final long nanosecondsEach;
    private final long burst;
    private long earliest;

    /** @param now of the clock that {@link #delay} is given, in nanoseconds */
    Pace(int messagesPerSecond, int burst, long now) {
        nanosecondsEach = 1_000_000_000L / messagesPerSecond;
        this.burst = burst * nanosecondsEach;
        earliest = now - this.burst;
    }

    /** Counts one message; nanoseconds to wait before the next one, or 0. */
    long delay(long now) {
        earliest = Math.max(earliest, now - burst) + nanosecondsEach;
        return Math.max(0, earliest - now);
    }
}
