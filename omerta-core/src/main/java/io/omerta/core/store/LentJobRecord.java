package io.omerta.core.store;

import io.omerta.core.identity.PeerId;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.core.job.Resources;
import io.omerta.core.network.NetworkId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A job that this machine runs for a peer. Times are kept to the millisecond.
 *
 * @param attempt from 1
 * @param what language or program name
 * @param startedAt RUNNING since
 * @param end once it has ended
 */
public record LentJobRecord(
        JobId id,
        int attempt,
        NetworkId network,
        PeerId requester,
        String what,
        String description,
        Resources resources,
        JobState state,
        Instant acceptedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<JobEnd> end) {
    public LentJobRecord {
        acceptedAt = acceptedAt.truncatedTo(ChronoUnit.MILLIS);
        startedAt = startedAt.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
        endedAt = endedAt.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt: " + attempt + " is less than 1");
        }
        if (state.isEnd() != end.isPresent() || end.isPresent() != endedAt.isPresent()) {
            throw new IllegalArgumentException("state: " + state + " and the end do not fit together");
        }
    }

    /** As it is when it was just accepted. */
    public static LentJobRecord accepted(
            JobId id,
            int attempt,
            NetworkId network,
            PeerId requester,
            String what,
            String description,
            Resources resources,
            Instant now) {
        return new LentJobRecord(
                id,
                attempt,
                network,
                requester,
                what,
                description,
                resources,
                JobState.QUEUED,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
