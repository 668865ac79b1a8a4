package io.omerta.core.store;

import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Blob;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import io.omerta.core.job.Resources;
import io.omerta.core.network.NetworkId;
import io.omerta.core.reputation.Judgement;
import io.omerta.core.reputation.Observation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The jobs that this machine runs for peers. Each change is durable before the method returns. */
public final class LentJobs {
    private static final String TABLE = "lent_jobs";
    private static final String COLUMNS =
            "id, attempt, network_id, requester, what, description, cpus, memory_bytes, disk_bytes, gpus,"
                    + " state, accepted_ms, started_ms, ended_ms, outcome";

    private final JobRows<LentJobRecord> rows;
    private final Reputations reputations;

    LentJobs(Database database, Reputations reputations) {
        this.reputations = reputations;
        this.rows = new JobRows<>(database, TABLE, COLUMNS, LentJobs::read);
    }

    /**
     * Writes an accepted job down together with what it is to run: only then may it be acknowledged.
     *
     * @param record not ended
     * @param spec in whatever encoding; {@link #spec} gives it back until the job has ended
     * @return false if there was a job of that id ever
     */
    public boolean accept(LentJobRecord record, Blob spec) {
        return rows.insert(
                "id, attempt, network_id, requester, what, description, cpus, memory_bytes, disk_bytes, gpus, state,"
                        + " accepted_ms, started_ms, spec",
                record.id().toString(),
                record.attempt(),
                record.network().hex(),
                record.requester().text(),
                record.what(),
                record.description(),
                record.resources().cpus(),
                record.resources().memoryBytes(),
                record.resources().diskBytes(),
                record.resources().gpus(),
                record.state().name(),
                record.acceptedAt().toEpochMilli(),
                record.startedAt().map(Instant::toEpochMilli).orElse(null),
                spec.toBytes());
    }

    public Optional<LentJobRecord> find(JobId id) {
        return rows.find(id);
    }

    /** What was given to {@link #accept}; empty once the job has ended. */
    public Optional<Blob> spec(JobId id) {
        return rows.spec(id);
    }

    /** At most so many, newest first. */
    public List<LentJobRecord> newest(int limit) {
        return rows.newest(limit);
    }

    /**
     * Finds the job that the owner of this machine means.
     *
     * @param reference an id, or a prefix of it that fits no other
     * @throws io.omerta.core.error.OmertaException {@code NOT_FOUND} or {@code AMBIGUOUS}
     */
    public JobId resolve(String reference) {
        return rows.resolve(reference, "omerta jobs --lent");
    }

    /** The shortest prefix, of 4 characters or more, that now fits this job only. */
    public String shortId(JobId id) {
        return rows.shortId(id);
    }

    /** In the order in which they were accepted. */
    public List<LentJobRecord> notEnded() {
        return rows.notEnded();
    }

    /**
     * Takes note of where a job is now; of RUNNING also since when.
     *
     * @param state not an end
     * @return false if it has ended or does not exist
     */
    public boolean changeState(JobId id, JobState state, Instant now) {
        return rows.changeState(id, state, now);
    }

    /**
     * Writes down how a job ended and what that says about its requester, and forgets what it ran: that is the requester's.
     *
     * @return false if it has ended already or does not exist: the first end counts
     */
    public boolean end(JobId id, JobEnd end, Instant now) {
        return rows.end(
                id,
                end,
                now,
                ", spec = NULL",
                job -> Judgement.ofRequester(end)
                        .ifPresent(deed -> reputations.note(job.requester(), new Observation(deed, id, now))));
    }

    private static LentJobRecord read(ResultSet row) throws SQLException {
        return new LentJobRecord(
                JobId.parse(row.getString("id")),
                row.getInt("attempt"),
                new NetworkId(row.getString("network_id")),
                new PeerId(row.getString("requester")),
                row.getString("what"),
                row.getString("description"),
                new Resources(
                        row.getInt("cpus"), row.getLong("memory_bytes"), row.getLong("disk_bytes"), row.getInt("gpus")),
                JobState.valueOf(row.getString("state")),
                Instant.ofEpochMilli(row.getLong("accepted_ms")),
                JobRows.time(row, "started_ms"),
                JobRows.time(row, "ended_ms"),
                JobRows.outcome(row));
    }
}
