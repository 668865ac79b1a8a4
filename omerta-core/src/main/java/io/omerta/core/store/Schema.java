package io.omerta.core.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of {@code omerta.db}; their version is the file's {@code user_version}. */
final class Schema {
    static final int VERSION = 4;

    /** Rows are numbered in the order in which they came: no clock decides which job is newer. */
    private static final String REQUESTED = """
        CREATE TABLE jobs (
          number       INTEGER PRIMARY KEY AUTOINCREMENT,
          id           TEXT    NOT NULL UNIQUE,
          state        TEXT    NOT NULL,
          network_id   TEXT    NOT NULL,
          network_name TEXT    NOT NULL,
          what         TEXT    NOT NULL,
          description  TEXT    NOT NULL,
          cpus         INTEGER NOT NULL,
          memory_bytes INTEGER NOT NULL,
          detached     INTEGER NOT NULL,
          provider     TEXT,
          attempt      INTEGER NOT NULL,
          submitted_ms INTEGER NOT NULL,
          started_ms   INTEGER,
          ended_ms     INTEGER,
          considered   TEXT    NOT NULL,
          outcome      TEXT,
          spec         BLOB
        ) STRICT
        """;

    private static final String LENT = """
        CREATE TABLE lent_jobs (
          number       INTEGER PRIMARY KEY AUTOINCREMENT,
          id           TEXT    NOT NULL UNIQUE,
          state        TEXT    NOT NULL,
          attempt      INTEGER NOT NULL,
          network_id   TEXT    NOT NULL,
          requester    TEXT    NOT NULL,
          what         TEXT    NOT NULL,
          description  TEXT    NOT NULL,
          cpus         INTEGER NOT NULL,
          memory_bytes INTEGER NOT NULL,
          accepted_ms  INTEGER NOT NULL,
          started_ms   INTEGER,
          ended_ms     INTEGER,
          outcome      TEXT,
          spec         BLOB
        ) STRICT
        """;

    /** Jobs from before had none of their own. */
    private static final String DISK_OF_JOBS = "ALTER TABLE jobs ADD COLUMN disk_bytes INTEGER NOT NULL DEFAULT 0";

    private static final String DISK_OF_LENT_JOBS =
            "ALTER TABLE lent_jobs ADD COLUMN disk_bytes INTEGER NOT NULL DEFAULT 0";

    /** What ended before counts nothing. Of what is weighed less, less is kept: in the order of until_ms. */
    private static final String OBSERVATIONS = """
        CREATE TABLE observations (
          peer     TEXT    NOT NULL,
          role     TEXT    NOT NULL,
          job      TEXT    NOT NULL,
          deed     TEXT    NOT NULL,
          seen_ms  INTEGER NOT NULL,
          until_ms INTEGER NOT NULL,
          PRIMARY KEY (peer, role, job)
        ) STRICT, WITHOUT ROWID
        """;

    private static final String OBSERVATIONS_BY_WEIGHT = "CREATE INDEX observations_until ON observations (until_ms)";

    /** Jobs from before had none. */
    private static final String GPUS_OF_JOBS = "ALTER TABLE jobs ADD COLUMN gpus INTEGER NOT NULL DEFAULT 0";

    private static final String GPUS_OF_LENT_JOBS = "ALTER TABLE lent_jobs ADD COLUMN gpus INTEGER NOT NULL DEFAULT 0";

    private Schema() {}

    /** From an older version, 0 for a new file, to this one; within a transaction. */
    static void upgrade(Connection connection, int from) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (from < 1) {
                statement.executeUpdate(REQUESTED);
                statement.executeUpdate(LENT);
            }
            if (from < 2) {
                statement.executeUpdate(DISK_OF_JOBS);
                statement.executeUpdate(DISK_OF_LENT_JOBS);
            }
            if (from < 3) {
                statement.executeUpdate(OBSERVATIONS);
                statement.executeUpdate(OBSERVATIONS_BY_WEIGHT);
            }
            if (from < 4) {
                statement.executeUpdate(GPUS_OF_JOBS);
                statement.executeUpdate(GPUS_OF_LENT_JOBS);
            }
            statement.executeUpdate("PRAGMA user_version = " + VERSION);
        }
    }
}
