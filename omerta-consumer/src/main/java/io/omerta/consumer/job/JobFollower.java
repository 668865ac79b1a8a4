package io.omerta.consumer.job;

import io.omerta.core.job.JobEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Somebody here who is told what happens to a job, in order, {@link JobEvent.Ended} last. For one thread at a time. While it is
 * open, a job in the foreground is not abandoned.
 */
public final class JobFollower implements AutoCloseable {
    /** How often a job is looked at whose log does not grow. */
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final JobLogs.Use use;
    private final JobLog.Reader reader;
    private final LongFunction<Optional<JobEvent>> unlogged;
    private final Runnable leave;
    private long last;
    private boolean over;
    private boolean closed;

    /**
     * @param unlogged how the job ended, as an event of the given number, if that is known but not in its log
     * @param leave called once, at the end
     */
    JobFollower(JobLogs.Use use, long fromSequence, LongFunction<Optional<JobEvent>> unlogged, Runnable leave) {
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
        if (event.isPresent()) {
            return event;
        }
        if (use.log().hasEnded()) {
            return reader.take(Duration.ZERO).or(this::behindTheEnd);
        }
        Optional<JobEvent> end = unlogged.apply(last + 1);
        if (end.isEmpty() && use.log().isClosed()) {
            return behindTheEnd();
        }
        // Between the look into the log and the question how it ended, the log may have grown.
        return end.isEmpty() ? end : reader.take(Duration.ZERO).or(() -> end);
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
