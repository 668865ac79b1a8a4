package io.omerta.core.store;

import io.omerta.core.file.CorruptFile;
import io.omerta.core.file.DiskFullException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only file of numbered records: one writer at a time, any number of readers beside it. A record is seen by
 * readers once it is written whole; it survives a crash of the process then, and one of the machine after {@link #sync}.
 * Memory does not grow with the records but for 16 bytes per mebibyte of file. At most one open log per file.
 *
 * <p>Plain file handles throughout: an interrupt closes a {@code FileChannel} for everybody.
 */
public final class EventLog implements AutoCloseable {
    public static final int MAX_RECORD_BYTES = LogFrame.MAX_RECORD_BYTES;
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private final Path file;
    private final RandomAccessFile output;
    private final SparseIndex index;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** What readers may see. Written under the lock. */
    private volatile Committed committed;

    private volatile boolean closed;

    /** The last whole record, and the offset behind it. */
    record Committed(long sequence, long end) {}

    private EventLog(Path file, RandomAccessFile output, SparseIndex index, Committed committed) {
        this.file = file;
        this.output = output;
        this.index = index;
        this.committed = committed;
    }

    /**
     * Opens the log for writing and reading, or creates it (mode 0600); cuts off what is not a whole record at its end.
     *
     * @param file in a folder that exists
     * @throws io.omerta.core.error.OmertaException {@code CORRUPT_FILE} if the file is something else
     * @throws DiskFullException if it cannot be created for want of room
     * @throws UncheckedIOException if the disk fails otherwise
     */
    public static EventLog open(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            SparseIndex index = new SparseIndex();
            LogRecovery whole = LogRecovery.scan(file, index);
            RandomAccessFile output = new RandomAccessFile(file.toFile(), "rw");
            try {
                return new EventLog(file, output, index, repair(file, output, whole));
            } catch (IOException | RuntimeException e) {
                output.close();
                throw e;
            }
        } catch (IOException e) {
            throw DiskFullException.orOther(file, e);
        }
    }

    private static Committed repair(Path file, RandomAccessFile output, LogRecovery whole) throws IOException {
        long length = output.length();
        if (length > whole.end()) {
            if (whole.end() > 0) {
                LOG.warn("cut off {} bytes behind record {} of {}", length - whole.end(), whole.lastSequence(), file);
            }
            output.setLength(whole.end());
        }
        output.seek(whole.end());
        if (whole.end() > 0) {
            return new Committed(whole.lastSequence(), whole.end());
        }
        output.write(LogFrame.magic());
        return new Committed(0, LogFrame.magic().length);
    }

    /**
     * Adds a record.
     *
     * @param record at most {@link #MAX_RECORD_BYTES}
     * @return its number, from 1
     * @throws DiskFullException if there is no room; the log is as before
     * @throws UncheckedIOException if the disk fails otherwise; the log is as before
     */
    public long append(byte[] record) {
        if (!LogFrame.isPossibleLength(record.length)) {
            throw new IllegalArgumentException(
                    "record: " + record.length + " bytes, at most " + MAX_RECORD_BYTES + " fit");
        }
        lock.lock();
        try {
            requireOpen();
            Committed before = committed;
            byte[] frame = LogFrame.encode(record);
            write(frame, before.end());
            index.note(before.sequence() + 1, before.end());
            committed = new Committed(before.sequence() + 1, before.end() + frame.length);
            changed.signalAll();
            return before.sequence() + 1;
        } finally {
            lock.unlock();
        }
    }

    private void write(byte[] frame, long offset) {
        try {
            output.seek(offset);
            output.write(frame);
        } catch (IOException e) {
            cutBack(offset, e);
            throw DiskFullException.orOther(file, e);
        }
    }

    // Half a frame would end the log for everything that is written behind it.
    private void cutBack(long offset, IOException failure) {
        try {
            output.setLength(offset);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Makes all records durable that are there.
     *
     * @throws UncheckedIOException if the disk fails
     */
    public void sync() {
        try {
            output.getFD().sync();
        } catch (IOException e) {
            throw DiskFullException.orOther(file, e);
        }
    }

    /** 0 when there is no record. */
    public long lastSequence() {
        return committed.sequence();
    }

    /** Bytes on disk. */
    public long sizeBytes() {
        return committed.end();
    }

    /**
     * Waits until there is a record behind the given one, the log is closed, or the time is over.
     *
     * @return whether there is one
     */
    public boolean awaitBeyond(long sequence, Duration atMost) throws InterruptedException {
        long remaining = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (committed.sequence() <= sequence && !closed && remaining > 0) {
                remaining = changed.awaitNanos(remaining);
            }
            return committed.sequence() > sequence;
        } finally {
            lock.unlock();
        }
    }

    /** No record will follow. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * A reader that starts with the given record, whether it is there already or not. It may go on after this log is closed.
     *
     * @param fromSequence 1 or more
     * @throws UncheckedIOException if the file cannot be opened
     */
    public EventLogReader read(long fromSequence) {
        if (fromSequence < 1) {
            throw new IllegalArgumentException("sequence: " + fromSequence + " is less than 1");
        }
        SparseIndex.Place start = new SparseIndex.Place(1, LogFrame.magic().length);
        try {
            return new EventLogReader(this, file, index.before(fromSequence, start), fromSequence);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file + ": " + e.getMessage(), e);
        }
    }

    Committed committed() {
        return committed;
    }

    static RuntimeException broken(Path file, long sequence) {
        return CorruptFile.of(file, "record " + sequence + " is damaged", "mv " + file + " " + file + ".broken");
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("event log: closed");
        }
    }

    /** Wakes those who wait. What is not synced is left to the operating system. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            changed.signalAll();
            output.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not close " + file + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }
}
