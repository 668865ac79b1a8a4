package io.omerta.core.store;

import io.omerta.core.file.StrictJson;
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

/** The jobs of this machine's own user. Each change is durable before the method returns. */
public final class RequestedJobs {
    private static final String TABLE = "jobs";
    private static final String COLUMNS =
            "id, network_id, network_name, what, description, cpus, memory_bytes, disk_bytes, gpus, detached,"
                    + " state, provider, attempt, submitted_ms, started_ms, ended_ms, considered, outcome";

    private final JobRows<JobRecord> rows;
    private final Reputations reputations;

    RequestedJobs(Database database, Reputations reputations) {
        this.reputations = reputations;
        this.rows = new JobRows<>(database, TABLE, COLUMNS, RequestedJobs::read);
    }

    /**
     * Writes a job down together with what it is to run.
     *
     * @param record not ended
     * @param spec in whatever encoding; {@link #spec} gives it back
     * @return false if there is a job of that id already
     */
    public boolean insert(JobRecord record, Blob spec) {
        return rows.insert(
                "id, network_id, network_name, what, description, cpus, memory_bytes, disk_bytes, gpus, detached,"
                        + " state, provider, attempt, submitted_ms, started_ms, considered, spec",
                record.id().toString(),
                record.network().hex(),
                record.networkName(),
                record.what(),
                record.description(),
                record.resources().cpus(),
                record.resources().memoryBytes(),
                record.resources().diskBytes(),
                record.resources().gpus(),
                record.detached() ? 1 : 0,
                record.state().name(),
                record.provider().map(PeerId::text).orElse(null),
                record.attempt(),
                record.submittedAt().toEpochMilli(),
                record.startedAt().map(Instant::toEpochMilli).orElse(null),
                StrictJson.writeLine(record.considered()),
                spec.toBytes());
    }

    public Optional<JobRecord> find(JobId id) {
        return rows.find(id);
    }

    /** What was given to {@link #insert}. */
    public Optional<Blob> spec(JobId id) {
        return rows.spec(id);
    }

    /** At most so many, newest first. */
    public List<JobRecord> newest(int limit) {
        return rows.newest(limit);
    }

    /** Oldest first. */
    public List<JobRecord> notEnded() {
        return rows.notEnded();
    }

    /**
     * Finds the job that a user means.
     *
     * @param reference an id, or a prefix of it that fits no other
     * @throws io.omerta.core.error.OmertaException {@code NOT_FOUND} or {@code AMBIGUOUS}
     */
    public JobId resolve(String reference) {
        return rows.resolve(reference, "omerta jobs");
    }

    /** The shortest prefix, of 4 characters or more, that now fits this job only. */
    public String shortId(JobId id) {
        return rows.shortId(id);
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

    /** Before a provider is asked: so a later daemon knows whom to tell. */
    public void assign(JobId id, PeerId provider, int attempt) {
        rows.update(
                "UPDATE " + TABLE + " SET provider = ?, attempt = ? WHERE id = ? AND outcome IS NULL",
                provider.text(),
                attempt,
                id.toString());
    }

    /** Why each provider took it or did not, one line each; replaces what was there. */
    public void setConsidered(JobId id, List<String> lines) {
        rows.update("UPDATE " + TABLE + " SET considered = ? WHERE id = ?", StrictJson.writeLine(lines), id.toString());
    }

    /**
     * Writes down how a job ended, and what that says about its provider.
     *
     * @return false if it has ended already or does not exist: the first end counts
     */
    public boolean end(JobId id, JobEnd end, Instant now) {
        return rows.end(
                id,
                end,
                now,
                "",
                job -> Judgement.ofProvider(end)
                        .ifPresent(deed -> job.provider()
                                .ifPresent(provider -> reputations.note(provider, new Observation(deed, id, now)))));
    }

    private static JobRecord read(ResultSet row) throws SQLException {
        return new JobRecord(
                JobId.parse(row.getString("id")),
                new NetworkId(row.getString("network_id")),
                row.getString("network_name"),
                row.getString("what"),
                row.getString("description"),
                new Resources(
                        row.getInt("cpus"), row.getLong("memory_bytes"), row.getLong("disk_bytes"), row.getInt("gpus")),
                row.getBoolean("detached"),
                JobState.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("provider")).map(PeerId::new),
                row.getInt("attempt"),
                Instant.ofEpochMilli(row.getLong("submitted_ms")),
                JobRows.time(row, "started_ms"),
                JobRows.time(row, "ended_ms"),
                List.of(StrictJson.parse(row.getString("considered"), String[].class)),
                JobRows.outcome(row));
    }
}
