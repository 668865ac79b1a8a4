package io.omerta.consumer.job;

import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Somebody here who is told what happens to a job, in order, {@link JobEvent.Ended} last. For one thread at a time. While it is
 * open, a job in the foreground is not abandoned.
 */
public final class JobFollower implements AutoCloseable {
    /** How often a job is looked at whose log does not grow. */
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final JobLogs.Use use;
    private final JobLog.Reader reader;
    private final Supplier<Optional<JobEnd>> unlogged;
    private final Runnable leave;
    private long last;
    private boolean over;
    private boolean closed;

    /**
     * @param unlogged how the job ended, if that is known but not in its log
     * @param leave called once, at the end
     */
    JobFollower(JobLogs.Use use, long fromSequence, Supplier<Optional<JobEnd>> unlogged, Runnable leave) {
        this.use = use;
        this.reader = use.log().read(fromSequence);
        this.unlogged = unlogged;
        this.leave = leave;
        this.last = fromSequence - 1;
    }

    /**
     * The next event; waits for it. Empty when the time is over, or behind the end.
     *
     * @throws io.omerta.core.error.OmertaException if the log is damaged
     * @throws java.io.UncheckedIOException if the disk fails
     */
    public Optional<JobEvent> next(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        Optional<JobEvent> event = Optional.empty();
        while (event.isEmpty() && !over) {
            long left = Math.max(0, deadline - System.nanoTime());
            event = take(Duration.ofNanos(Math.min(left, GLANCE.toNanos())));
            if (left == 0) {
                break;
            }
        }
        event.ifPresent(this::note);
        return event;
    }

    private Optional<JobEvent> take(Duration atMost) throws InterruptedException {
        Optional<JobEvent> event = reader.take(atMost);
        if (event.isPresent() || use.log().hasEnded()) {
            return event.isPresent() ? event : reader.take(Duration.ZERO).or(this::behindTheEnd);
        }
        Optional<JobEnd> end = unlogged.get();
        if (end.isEmpty()) {
            return Optional.empty();
        }
        // Between the look into the log and the question how it ended, the log may have grown.
        Optional<JobEvent> late = reader.take(Duration.ZERO);
        return late.isPresent() ? late : end.map(known -> new JobEvent.Ended(last + 1, Instant.now(), known));
    }

    private Optional<JobEvent> behindTheEnd() {
        over = true;
        return Optional.empty();
    }

    private void note(JobEvent event) {
        last = event.sequence();
        over |= event instanceof JobEvent.Ended;
    }

    /** The end has been told: nothing follows. */
    public boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            reader.close();
            use.close();
            leave.run();
        }
    }
}
