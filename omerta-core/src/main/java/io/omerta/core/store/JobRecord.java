package io.omerta.core.store;

import io.omerta.core.identity.PeerId;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.core.job.Resources;
import io.omerta.core.network.NetworkId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A job of this machine's own user. Times are kept to the millisecond.
 *
 * @param what language or program name
 * @param detached nobody has to be there for it to go on
 * @param provider where it runs or ran, once known
 * @param attempt the last one, from 1; 0 before the first
 * @param startedAt RUNNING since
 * @param considered why each provider took it or did not, one line each
 * @param end once it has ended
 */
public record JobRecord(
        JobId id,
        NetworkId network,
        String networkName,
        String what,
        String description,
        Resources resources,
        boolean detached,
        JobState state,
        Optional<PeerId> provider,
        int attempt,
        Instant submittedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        List<String> considered,
        Optional<JobEnd> end) {
    public JobRecord {
        considered = List.copyOf(considered);
        submittedAt = submittedAt.truncatedTo(ChronoUnit.MILLIS);
        startedAt = startedAt.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
        endedAt = endedAt.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
        if (state.isEnd() != end.isPresent() || end.isPresent() != endedAt.isPresent()) {
            throw new IllegalArgumentException("state: " + state + " and the end do not fit together");
        }
    }

    /** As it is when it was just submitted. */
    public static JobRecord submitted(
            JobId id,
            NetworkId network,
            String networkName,
            String what,
            String description,
            Resources resources,
            boolean detached,
            Instant now) {
        return new JobRecord(
                id,
                network,
                networkName,
                what,
                description,
                resources,
                detached,
                JobState.QUEUED,
                Optional.empty(),
                0,
                now,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }
}
