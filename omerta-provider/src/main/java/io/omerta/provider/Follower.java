package io.omerta.provider;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.omerta.core.store.EventLog;
import io.omerta.core.store.EventLogReader;
import io.omerta.proto.job.JobEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one requester what happens to its job, from a given event on, as fast as the requester takes it. Owns the thread that
 * reads the log; only that thread speaks to the call.
 */
final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration FOREVER = Duration.ofDays(10_000);

    private final LentJob job;
    private final long fromSequence;
    private final ServerCallStreamObserver<JobEvent> call;
    private final Semaphore ready = new Semaphore(0);
    private final Thread thread;
    private volatile Status interruption = Status.CANCELLED;

    private Follower(LentJob job, long fromSequence, ServerCallStreamObserver<JobEvent> call) {
        this.job = job;
        this.fromSequence = fromSequence;
        this.call = call;
        thread = Thread.ofVirtual().name("follow-" + job.id()).unstarted(this::follow);
    }

    /** To be called within the call of the service's method. */
    static Follower start(LentJob job, long fromSequence, ServerCallStreamObserver<JobEvent> call) {
        Follower follower = new Follower(job, fromSequence, call);
        call.setOnReadyHandler(follower.ready::release);
        call.setOnCancelHandler(follower.thread::interrupt);
        follower.thread.start();
        return follower;
    }

    private void follow() {
        try {
            EventLog log = job.log().acquire();
            try (EventLogReader events = log.read(first(log))) {
                tellAll(events);
            } finally {
                job.log().release();
            }
            call.onCompleted();
        } catch (InterruptedException e) {
            fail(interruption);
        } catch (RuntimeException | InvalidProtocolBufferException e) {
            LOG.warn("could not tell the requester of job {} about it", job.id(), e);
            fail(Status.INTERNAL.withDescription("the events of this job cannot be read"));
        }
    }

    /** Who has more events than there are is told the last one again. */
    private long first(EventLog log) {
        return job.ended().isPresent() ? Math.clamp(fromSequence, 1, Math.max(1, log.lastSequence())) : fromSequence;
    }

    private void tellAll(EventLogReader events) throws InterruptedException, InvalidProtocolBufferException {
        boolean ended = false;
        while (!ended) {
            Optional<EventLogReader.Entry> entry = events.take(FOREVER);
            if (entry.isPresent()) {
                JobEvent event = JobEvent.parseFrom(entry.get().record().toBytes());
                awaitReady();
                call.onNext(event);
                ended = event.hasEnded();
            }
        }
    }

    private void awaitReady() throws InterruptedException {
        while (!call.isReady()) {
            ready.acquire();
        }
        ready.drainPermits();
    }

    private void fail(Status status) {
        if (!call.isCancelled()) {
            call.onError(status.asRuntimeException());
        }
    }

    /** The same requester follows again. */
    void replace() {
        interruption = Status.ABORTED.withDescription("the job is followed by another call");
        thread.interrupt();
    }

    /** Waits until the requester has been told everything; false when it took longer. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return thread.join(atMost);
    }

    @Override
    public void close() {
        interruption = Status.UNAVAILABLE.withDescription("the provider is stopping");
        thread.interrupt();
    }
}
