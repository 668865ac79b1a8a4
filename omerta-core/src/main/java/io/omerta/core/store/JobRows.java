package io.omerta.core.store;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.Blob;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What both tables of jobs have in common: rows found by id, states that change until one end is written, once.
 *
 * @param <T> a row without its spec, which may be large
 */
final class JobRows<T> {
    private static final String NOT_ENDED = " outcome IS NULL ";

    private final Database database;
    private final String table;
    private final String columns;
    private final RowReader<T> reader;

    /** Makes a value of a row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** @param columns those that the reader reads, separated by commas */
    JobRows(Database database, String table, String columns, RowReader<T> reader) {
        this.database = database;
        this.table = table;
        this.columns = columns;
        this.reader = reader;
    }

    /** @return false if there is a row of that id already */
    boolean insert(String names, @Nullable Object... values) {
        String marks = Arrays.stream(values).map(value -> "?").collect(Collectors.joining(", "));
        String sql = "INSERT INTO " + table + " (" + names + ") VALUES (" + marks + ") ON CONFLICT (id) DO NOTHING";
        return update(sql, values) == 1;
    }

    Optional<T> find(JobId id) {
        return select("WHERE id = ?", id.toString()).stream().findFirst();
    }

    List<T> newest(int limit) {
        return select("ORDER BY number DESC LIMIT ?", limit);
    }

    List<T> notEnded() {
        return select("WHERE" + NOT_ENDED + "ORDER BY number");
    }

    /** Of jobs whose ids begin so, at most 2 ids. */
    private List<String> idsBeginning(String prefix) {
        // '~' is behind all characters of an id.
        return strings(
                "SELECT id FROM " + table + " WHERE id >= ? AND id < ? ORDER BY id LIMIT 2", prefix, prefix + "~");
    }

    private Optional<String> idBefore(String id) {
        return strings("SELECT max(id) FROM " + table + " WHERE id < ?", id).stream()
                .findFirst();
    }

    private Optional<String> idAfter(String id) {
        return strings("SELECT min(id) FROM " + table + " WHERE id > ?", id).stream()
                .findFirst();
    }

    /** @see RequestedJobs#resolve */
    JobId resolve(String reference, String hint) {
        String prefix = reference.strip().toLowerCase(Locale.ROOT);
        List<String> found = prefix.matches("[a-z2-7]{1,26}") ? idsBeginning(prefix) : List.of();
        if (found.isEmpty()) {
            throw new OmertaException(ErrorCode.NOT_FOUND, "could not find the job \"" + reference + "\"", hint);
        }
        if (found.size() > 1) {
            throw new OmertaException(
                    ErrorCode.AMBIGUOUS, "could not choose a job: several begin with " + prefix, hint);
        }
        return JobId.parse(found.getFirst());
    }

    /** The shortest prefix, of 4 characters or more, that now fits this job only. */
    String shortId(JobId id) {
        String text = id.toString();
        return ShortIds.shortest(text, idBefore(text), idAfter(text));
    }

    /** @return false if it has ended or does not exist */
    boolean changeState(JobId id, JobState state, Instant now) {
        if (state.isEnd()) {
            throw new IllegalArgumentException("state: " + state + " is an end");
        }
        Long started = state == JobState.RUNNING ? now.toEpochMilli() : null;
        String set = " SET state = ?, started_ms = coalesce(started_ms, ?) WHERE id = ? AND";
        return update("UPDATE " + table + set + NOT_ENDED, state.name(), started, id.toString()) == 1;
    }

    /**
     * An end is written once.
     *
     * @param ended is given the row then; what it writes is written with it or not at all
     * @return false if it has ended already or does not exist
     */
    boolean end(JobId id, JobEnd end, Instant now, String alsoSet, Consumer<T> ended) {
        String set = " SET state = ?, outcome = ?, ended_ms = ?" + alsoSet + " WHERE id = ? AND";
        return database.transaction(_ -> {
            int changed = update(
                    "UPDATE " + table + set + NOT_ENDED,
                    end.state().name(),
                    OutcomeJson.write(end),
                    now.toEpochMilli(),
                    id.toString());
            if (changed == 1) {
                ended.accept(find(id).orElseThrow());
            }
            return changed == 1;
        });
    }

    Optional<Blob> spec(JobId id) {
        return database.run(on -> {
            try (PreparedStatement statement =
                            Database.prepare(on, "SELECT spec FROM " + table + " WHERE id = ?", id.toString());
                    ResultSet row = statement.executeQuery()) {
                byte[] bytes = row.next() ? row.getBytes(1) : null;
                return Optional.ofNullable(bytes).map(Blob::copyOf);
            }
        });
    }

    int update(String sql, @Nullable Object... values) {
        return database.update(sql, values);
    }

    private List<T> select(String condition, Object... values) {
        return database.run(on -> {
            String sql = "SELECT " + columns + " FROM " + table + " " + condition;
            try (PreparedStatement statement = Database.prepare(on, sql, values);
                    ResultSet row = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (row.next()) {
                    rows.add(reader.read(row));
                }
                return rows;
            }
        });
    }

    private List<String> strings(String sql, Object... values) {
        return database.run(on -> {
            try (PreparedStatement statement = Database.prepare(on, sql, values);
                    ResultSet row = statement.executeQuery()) {
                List<String> strings = new ArrayList<>();
                while (row.next()) {
                    Optional.ofNullable(row.getString(1)).ifPresent(strings::add);
                }
                return strings;
            }
        });
    }

    static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    static Optional<JobEnd> outcome(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getString("outcome")).map(OutcomeJson::read);
    }
}
