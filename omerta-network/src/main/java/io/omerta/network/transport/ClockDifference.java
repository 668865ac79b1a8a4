package io.omerta.network.transport;

import io.grpc.Status;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a member is told whose clock is too far from ours. */
final class ClockDifference {
    private ClockDifference() {}

    static Status status(long claimedUnixMillis, Instant now) {
        return Status.FAILED_PRECONDITION.withDescription("clocks differ: the caller's says " + text(claimedUnixMillis)
                + ", the receiver's " + now.truncatedTo(ChronoUnit.SECONDS) + "; at most "
                + ReplayGuard.WINDOW.toMinutes() + " minutes are allowed");
    }

    private static String text(long unixMillis) {
        try {
            return Instant.ofEpochMilli(unixMillis)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
        } catch (DateTimeException e) {
            return unixMillis + " ms";
        }
    }
}
