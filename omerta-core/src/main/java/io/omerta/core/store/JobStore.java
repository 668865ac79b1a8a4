package io.omerta.core.store;

import java.nio.file.Path;

/**
 * The list of jobs, {@code omerta.db}: those of this machine's user and those it runs for peers. Safe for use by several
 * threads. All methods throw {@link io.omerta.core.file.DiskFullException} when there is no room, with nothing changed, and
 * {@link java.io.UncheckedIOException} when the disk fails otherwise.
 */
public final class JobStore implements AutoCloseable {
    private final Database database;
    private final RequestedJobs requested;
    private final LentJobs lent;

    private JobStore(Database database) {
        this.database = database;
        this.requested = new RequestedJobs(database);
        this.lent = new LentJobs(database);
    }

    /**
     * Opens the database, or creates it (mode 0600).
     *
     * @throws io.omerta.core.error.OmertaException {@code CORRUPT_FILE} if it is broken or newer than this program
     */
    public static JobStore open(Path file) {
        return new JobStore(Database.open(file));
    }

    public RequestedJobs requested() {
        return requested;
    }

    public LentJobs lent() {
        return lent;
    }

    @Override
    public void close() {
        database.close();
    }
}
