package io.omerta.local;

import io.grpc.stub.ServerCallStreamObserver;
import io.omerta.proto.job.JobEvent;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Sends events no faster than the client reads them, so that a slow reader costs no memory here. */
final class EventStream implements DaemonOperations.EventSink {
    private final ServerCallStreamObserver<JobEvent> observer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    EventStream(ServerCallStreamObserver<JobEvent> observer) {
        this.observer = observer;
        observer.setOnReadyHandler(this::wake);
    }

    /** Tells a waiting {@link #accept} to look again. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void accept(JobEvent event) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!observer.isReady() && !observer.isCancelled()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
        if (observer.isCancelled()) {
            throw new InterruptedException("the reader has gone");
        }
        observer.onNext(event);
    }
}
