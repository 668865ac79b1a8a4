package io.omerta.core.store;

import io.omerta.core.file.CorruptFile;
import io.omerta.core.file.DiskFullException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One connection to {@code omerta.db}, one user at a time. Each write is durable before it returns: write-ahead log, synced
 * at every commit.
 */
final class Database implements AutoCloseable {
    /** How long another process that looks at the file may keep us waiting. */
    private static final int BUSY_MILLIS = 5_000;

    private final Path file;
    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock();

    /** Work with the connection. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /**
     * @throws io.omerta.core.error.OmertaException {@code CORRUPT_FILE} if it is broken or newer than this program
     * @throws DiskFullException if there is no room
     * @throws UncheckedIOException if the disk fails otherwise
     */
    static Database open(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        try {
            createPrivate(file);
            Database database = new Database(file, config.createConnection("jdbc:sqlite:" + file));
            try {
                database.prepare();
                return database;
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failure(file, e);
        } catch (IOException e) {
            throw DiskFullException.orOther(file, e);
        }
    }

    // SQLite gives its side files the mode of the database.
    private static void createPrivate(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    private void prepare() {
        int version = run(on -> {
            try (Statement statement = on.createStatement();
                    ResultSet result = statement.executeQuery("PRAGMA user_version")) {
                return result.next() ? result.getInt(1) : 0;
            }
        });
        if (version > Schema.VERSION) {
            throw CorruptFile.of(
                    file,
                    "it was written by a newer Omerta (schema " + version + ", known here " + Schema.VERSION + ")",
                    "install the newer version again, or start afresh: mv " + file + " " + file + ".newer");
        }
        if (version < Schema.VERSION) {
            transaction(on -> {
                Schema.upgrade(on, version);
                return true;
            });
        }
    }

    /** Runs statements that each are a transaction of their own. */
    <T> T run(Work<T> work) {
        lock.lock();
        try {
            return work.with(connection);
        } catch (SQLException e) {
            throw failure(file, e);
        } finally {
            lock.unlock();
        }
    }

    /** @return how many rows were changed */
    int update(String sql, @Nullable Object... values) {
        return run(on -> {
            try (PreparedStatement statement = prepare(on, sql, values)) {
                return statement.executeUpdate();
            }
        });
    }

    static PreparedStatement prepare(Connection on, String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = on.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** All or nothing; what {@link #run} does within it is a part of it. */
    <T> T transaction(Work<T> work) {
        return run(on -> {
            on.setAutoCommit(false);
            try {
                T result = work.with(on);
                on.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(on, e);
                throw e;
            } finally {
                on.setAutoCommit(true);
            }
        });
    }

    private static void rollBack(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static RuntimeException failure(Path file, SQLException failure) {
        SQLiteErrorCode code =
                failure instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        return switch (code) {
            case SQLITE_NOTADB, SQLITE_CORRUPT ->
                CorruptFile.of(
                        file,
                        "it is not a database, or it is damaged",
                        "put it back from a copy, or start afresh (the list of past jobs is lost): mv " + file + " "
                                + file + ".broken");
            case SQLITE_FULL, SQLITE_IOERR_SHMSIZE -> new DiskFullException(file, new IOException(failure));
            default ->
                new UncheckedIOException(
                        "could not use " + file + ": " + failure.getMessage(), new IOException(failure));
        };
    }

    @Override
    public void close() {
        lock.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(file, e);
        } finally {
            lock.unlock();
        }
    }
}
