package io.omerta.core.store;

import io.omerta.core.identity.PeerId;
import java.nio.file.Path;

/**
 * The list of jobs, {@code omerta.db}: those of this machine's user and those it runs for peers, and what they say about the
 * peers. Safe for use by several threads. All methods throw {@link io.omerta.core.file.DiskFullException} when there is no room,
 * with nothing changed, and {@link java.io.UncheckedIOException} when the disk fails otherwise.
 */
public final class JobStore implements AutoCloseable {
    private final Database database;
    private final RequestedJobs requested;
    private final LentJobs lent;
    private final Reputations reputations;

    private JobStore(Database database, PeerId self) {
        this.database = database;
        this.reputations = new Reputations(database, self);
        this.requested = new RequestedJobs(database, reputations);
        this.lent = new LentJobs(database, reputations);
    }

    /**
     * Opens the database, or creates it (mode 0600).
     *
     * @param self this machine, which has no reputation with itself
     * @throws io.omerta.core.error.OmertaException {@code CORRUPT_FILE} if it is broken or newer than this program
     */
    public static JobStore open(Path file, PeerId self) {
        return new JobStore(Database.open(file), self);
    }

    public RequestedJobs requested() {
        return requested;
    }

    public LentJobs lent() {
        return lent;
    }

    public Reputations reputations() {
        return reputations;
    }

    @Override
    public void close() {
        database.close();
    }
}
