package io.omerta.consumer.job;

import com.google.protobuf.InvalidProtocolBufferException;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobEvent;
import io.omerta.core.store.EventLog;
import io.omerta.core.store.EventLogReader;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.message.JobEventMessages;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A job's events in its {@link EventLog}, encoded as on the wire. One thread appends; nothing follows an end. Safe for readers
 * of any thread.
 */
final class JobLog {
    private final EventLog log;
    private final Object appending = new Object();
    private volatile boolean ended;

    JobLog(EventLog log) {
        this.log = log;
        this.ended = readLast().filter(JobEvent.Ended.class::isInstance).isPresent();
    }

    /**
     * Adds an event unless the job has ended.
     *
     * @param event made for the number that it gets
     * @return false if the job has ended
     * @throws io.omerta.core.file.DiskFullException if there is no room
     * @throws java.io.UncheckedIOException if the disk fails otherwise
     */
    boolean append(LongFunction<JobEvent> event) {
        synchronized (appending) {
            if (ended) {
                return false;
            }
            JobEvent numbered = event.apply(log.lastSequence() + 1);
            log.append(JobEventMessages.toProto(numbered).toByteArray());
            if (numbered instanceof JobEvent.Ended) {
                ended = true;
                log.sync();
            }
            return true;
        }
    }

    /** What is there survives a crash of this machine from now on. */
    void sync() {
        log.sync();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Nothing will be added any more. */
    boolean isClosed() {
        return log.isClosed();
    }

    /** The last event there is. */
    Optional<JobEvent> readLast() {
        long last = log.lastSequence();
        if (last == 0) {
            return Optional.empty();
        }
        try (EventLogReader reader = log.read(last)) {
            return reader.poll().map(JobLog::decode);
        }
    }

    Reader read(long fromSequence) {
        return new Reader(log.read(fromSequence));
    }

    /** Reads events in order. For one thread at a time. */
    static final class Reader implements AutoCloseable {
        private final EventLogReader reader;

        private Reader(EventLogReader reader) {
            this.reader = reader;
        }

        /** The next event; waits for it. Empty when the time is over or the log was closed. */
        Optional<JobEvent> take(Duration atMost) throws InterruptedException {
            return reader.take(atMost).map(JobLog::decode);
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    private static JobEvent decode(EventLogReader.Entry entry) {
        try {
            return JobEventMessages.fromProto(
                    io.omerta.proto.job.JobEvent.parseFrom(entry.record().toBytes()));
        } catch (InvalidProtocolBufferException | InvalidMessageException e) {
            throw new OmertaException(
                    ErrorCode.CORRUPT_FILE,
                    "could not read the job's events: number " + entry.sequence() + " is broken",
                    "omerta jobs",
                    e);
        }
    }
}
