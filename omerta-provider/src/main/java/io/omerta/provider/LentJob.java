package io.omerta.provider;

import io.omerta.core.identity.PeerId;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.JobId;
import io.omerta.core.network.NetworkId;
import io.omerta.network.transport.Caller;
import io.omerta.provider.execution.JobExecution;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A job of which something is kept here, whether it lives or has ended. Any thread may call. */
final class LentJob {
    private final JobId id;
    private final int attempt;
    private final PeerId requester;
    private final NetworkId network;
    private final Path folder;
    private final SharedLog log;
    private final AtomicReference<@Nullable Follower> follower = new AtomicReference<>();
    private volatile @Nullable JobExecution execution;
    private volatile @Nullable ImageDigest image;
    private volatile @Nullable Ended ended;
    private volatile long acknowledged;

    /** The number of the last event, and when it was written. */
    record Ended(long sequence, Instant at) {}

    LentJob(JobId id, int attempt, PeerId requester, NetworkId network, Path folder, Path events) {
        this.id = id;
        this.attempt = attempt;
        this.requester = requester;
        this.network = network;
        this.folder = folder;
        this.log = new SharedLog(events);
    }

    JobId id() {
        return id;
    }

    Path folder() {
        return folder;
    }

    SharedLog log() {
        return log;
    }

    /** Everybody else is told that there is no such job. */
    boolean belongsTo(Caller caller, int itsAttempt) {
        return attempt == itsAttempt
                && requester.equals(caller.peerId())
                && caller.lineage().contains(network);
    }

    boolean isSameAs(Submission submission) {
        return attempt == submission.attempt()
                && requester.equals(submission.requester())
                && network.equals(submission.network());
    }

    void runs(JobExecution life, ImageDigest its) {
        image = its;
        execution = life;
    }

    /** What it runs in; empty once nothing of its VM is left. */
    Optional<ImageDigest> image() {
        return execution == null ? Optional.empty() : Optional.ofNullable(image);
    }

    /** Empty once nothing of its VM is left. */
    Optional<JobExecution> execution() {
        return Optional.ofNullable(execution);
    }

    void gone(Ended how) {
        ended = how;
        execution = null;
    }

    /** It goes on in the daemon's next run. */
    void left() {
        execution = null;
    }

    Optional<Ended> ended() {
        return Optional.ofNullable(ended);
    }

    void acknowledge(long sequence) {
        acknowledged = Math.max(acknowledged, sequence);
    }

    /** The requester has everything. */
    boolean isSettled() {
        Ended how = ended;
        return how != null && acknowledged >= how.sequence();
    }

    /** The newest follower counts: an earlier one of the same requester is broken, or will be found to be. */
    void followedBy(Follower newest) {
        Follower previous = follower.getAndSet(newest);
        if (previous != null) {
            previous.replace();
        }
    }

    Optional<Follower> follower() {
        return Optional.ofNullable(follower.get());
    }
}
