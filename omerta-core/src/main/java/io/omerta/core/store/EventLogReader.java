package io.omerta.core.store;

import io.omerta.core.job.Blob;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads a log in order while it grows, with one buffer. For one thread at a time. */
public final class EventLogReader implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final EventLog log;
    private final Path file;
    private final RandomAccessFile input;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final long firstWanted;
    private long bufferOffset;
    private int buffered;
    private long offset;
    private long sequence;

    /** One record. */
    public record Entry(long sequence, Blob record) {}

    EventLogReader(EventLog log, Path file, SparseIndex.Place start, long firstWanted) throws IOException {
        this.log = log;
        this.file = file;
        this.input = new RandomAccessFile(file.toFile(), "r");
        this.offset = start.offset();
        this.sequence = start.sequence();
        this.firstWanted = firstWanted;
    }

    /**
     * The next record, if it is there already.
     *
     * @throws io.omerta.core.error.OmertaException {@code CORRUPT_FILE} if it is damaged
     * @throws UncheckedIOException if the disk fails
     */
    public Optional<Entry> poll() {
        EventLog.Committed end = log.committed();
        try {
            while (sequence <= end.sequence()) {
                boolean wanted = sequence >= firstWanted;
                byte[] record = next(end.end());
                if (wanted) {
                    return Optional.of(new Entry(sequence - 1, Blob.copyOf(record)));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The next record; waits for it. Empty when the time is over or the log was closed without one.
     *
     * @throws io.omerta.core.error.OmertaException {@code CORRUPT_FILE} if it is damaged
     * @throws UncheckedIOException if the disk fails
     */
    public Optional<Entry> take(Duration atMost) throws InterruptedException {
        log.awaitBeyond(Math.max(sequence, firstWanted) - 1, atMost);
        return poll();
    }

    private byte[] next(long end) throws IOException {
        byte[] header = new byte[LogFrame.HEADER_BYTES];
        copy(header, offset, end);
        ByteBuffer fields = ByteBuffer.wrap(header);
        int length = fields.getInt();
        int crc = fields.getInt();
        if (!LogFrame.isPossibleLength(length) || offset + LogFrame.HEADER_BYTES + length > end) {
            throw EventLog.broken(file, sequence);
        }
        byte[] record = new byte[length];
        copy(record, offset + LogFrame.HEADER_BYTES, end);
        if (LogFrame.crc(record) != crc) {
            throw EventLog.broken(file, sequence);
        }
        offset += LogFrame.HEADER_BYTES + length;
        sequence++;
        return record;
    }

    private void copy(byte[] target, long from, long end) throws IOException {
        int done = 0;
        while (done < target.length) {
            long position = from + done;
            if (position < bufferOffset || position >= bufferOffset + buffered) {
                fill(position, end);
            }
            int start = (int) (position - bufferOffset);
            int count = Math.min(target.length - done, buffered - start);
            System.arraycopy(buffer, start, target, done, count);
            done += count;
        }
    }

    // Never beyond what is committed: what lies there may still change.
    private void fill(long position, long end) throws IOException {
        input.seek(position);
        int count = input.read(buffer, 0, (int) Math.min(buffer.length, end - position));
        if (count <= 0) {
            throw new EOFException("it ends before byte " + end);
        }
        bufferOffset = position;
        buffered = count;
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not close " + file + ": " + e.getMessage(), e);
        }
    }
}
