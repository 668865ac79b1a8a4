package io.omerta.provider;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.core.error.OmertaException;
import io.omerta.core.file.DiskFullException;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.JobId;
import io.omerta.core.job.Resources;
import io.omerta.core.store.EventLog;
import io.omerta.core.store.LentJobRecord;
import io.omerta.network.transport.Caller;
import io.omerta.provider.admission.Admission;
import io.omerta.provider.admission.Refusal;
import io.omerta.provider.admission.Situation;
import io.omerta.provider.execution.JobExecution;
import io.omerta.provider.execution.JobLimits;
import io.omerta.provider.execution.JobOrder;
import io.omerta.provider.execution.Journal;
import io.omerta.provider.execution.PauseReason;
import io.omerta.provider.execution.SuspendedFiles;
import io.omerta.provider.execution.SuspendedJob;
import io.omerta.provider.execution.Workplace;
import io.omerta.provider.queue.JobQueue;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.image.ImageNeed;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes jobs or refuses them, writes down those that it takes, lets them begin in their order, and knows whose job is whose.
 * Any thread may call.
 */
final class LendingDesk {
    private static final Logger LOG = LoggerFactory.getLogger(LendingDesk.class);

    private final ProviderSettings settings;
    private final JobArchive archive;
    private final LentImages images;
    private final Workplace workplace;
    private final Map<JobId, LentJob> jobs = new ConcurrentHashMap<>();

    @GuardedBy("this")
    private final JobQueue queue;

    @GuardedBy("this")
    private boolean closing;

    @GuardedBy("this")
    private boolean ownerIsActive;

    LendingDesk(ProviderSettings settings, JobArchive archive, LentImages images, Workplace workplace) {
        this.settings = settings;
        this.archive = archive;
        this.images = images;
        this.workplace = workplace;
        queue = new JobQueue(settings.capacity());
    }

    /** A job that an earlier run of the daemon has left, ended. */
    void keep(LentJob job) {
        jobs.put(job.id(), job);
    }

    /**
     * Goes on with a job that an earlier run of the daemon has suspended; its log is in use until it is over.
     *
     * @return why it cannot go on; empty when it does
     */
    Optional<String> goOn(LentJob job, LentJobRecord record, SuspendedJob suspended, EventLog log) {
        if (log.lastSequence() != suspended.lastEvent()) {
            return Optional.of("it has gone on before");
        }
        if (!suspended.hasLease(workplace.time().instant())) {
            return Optional.of("it was stopped for longer than the requester waits");
        }
        GuestImage image;
        try {
            image = images.choose(ImageNeed.of(suspended.imageDigest()));
        } catch (OmertaException | IllegalArgumentException e) {
            LOG.warn("job {} cannot go on", job.id(), e);
            return Optional.of("its guest image is not there any more");
        }
        return goOn(job, record.resources(), suspended, image, log);
    }

    private synchronized Optional<String> goOn(
            LentJob job, Resources resources, SuspendedJob suspended, GuestImage image, EventLog log) {
        if (!queue.wouldStartAtOnce(resources)) {
            return Optional.of("this machine lends less than before");
        }
        JobId id = job.id();
        JobOrder order = new JobOrder(
                id,
                resources,
                suspended.jobLimits(),
                Optional.empty(),
                suspended.vpnServer(),
                image,
                new SuspendedFiles(job.folder()),
                () -> archive.spec(id));
        begin(job, order, onGone -> JobExecution.resume(order, workplace, archive.journal(id, log), suspended, onGone));
        LOG.info("job {} goes on", id);
        return Optional.empty();
    }

    /** The job of that id and attempt, if it is the caller's. */
    Optional<LentJob> find(JobId id, int attempt, Caller caller) {
        return Optional.ofNullable(jobs.get(id)).filter(job -> job.belongsTo(caller, attempt));
    }

    Collection<LentJob> all() {
        return jobs.values();
    }

    /** Asking again for what was accepted is no new job: the first answer may have been lost. */
    Decision submit(Submission submission) {
        LentJob known = jobs.get(submission.id());
        if (known != null) {
            return known.isSameAs(submission) ? new Decision.Accepted(position(submission.id())) : idIsTaken();
        }
        if (archive.store().find(submission.id()).isPresent()) {
            return idIsTaken();
        }
        UsableImage image = UsableImage.of(images, submission.job());
        try {
            return decide(submission, image);
        } catch (DiskFullException e) {
            LOG.warn("could not take job {}", submission.id(), e);
            return refuse(Refusal.Kind.DISK, "has no free disk");
        }
    }

    private synchronized Decision decide(Submission submission, UsableImage image) {
        if (closing) {
            return refuse(Refusal.Kind.NOT_LENDING, "is stopping");
        }
        Optional<Refusal> refusal = Admission.judge(submission.job(), situation(submission, image))
                .or(() ->
                        submission.server().flatMap(server -> settings.servers().refusal(server.getAddress())));
        if (refusal.isPresent()) {
            return new Decision.Refused(refusal.get());
        }
        return accept(submission, image.image().orElseThrow());
    }

    @GuardedBy("this")
    private Situation situation(Submission submission, UsableImage image) {
        return new Situation(
                settings.capacity(),
                queue.wouldStartAtOnce(submission.job().resources()),
                queue.length(),
                settings.queueLimit(),
                image.problem(),
                image.languages(),
                settings.timeLimit(),
                settings.outputLimitBytes(),
                archive.folders().freeBytes(),
                settings.reservedDiskBytes());
    }

    @GuardedBy("this")
    private Decision accept(Submission submission, GuestImage image) {
        LentJob job = archive.job(submission);
        archive.folders().create(job.id());
        EventLog log = job.log().acquire();
        boolean accepted = false;
        try {
            if (!archive.accept(submission)) {
                return idIsTaken();
            }
            Journal journal = archive.journal(job.id(), log);
            journal.accepted();
            JobOrder order = order(submission, image, job);
            begin(job, order, onGone -> JobExecution.start(order, workplace, journal, onGone));
            accepted = true;
            return new Decision.Accepted(position(submission.id()));
        } finally {
            if (!accepted) {
                job.log().release();
                archive.folders().delete(job.id());
            }
        }
    }

    @GuardedBy("this")
    private void begin(LentJob job, JobOrder order, Function<Runnable, JobExecution> life) {
        jobs.put(job.id(), job);
        queue.enqueue(job.id(), order.resources());
        JobExecution execution = life.apply(() -> onGone(job));
        if (ownerIsActive) {
            execution.pause(PauseReason.ACTIVITY);
        }
        job.runs(execution, new ImageDigest(order.image().digest()));
        startNext();
    }

    private synchronized int position(JobId job) {
        return queue.position(job);
    }

    @GuardedBy("this")
    private void startNext() {
        for (JobId next : queue.startNext()) {
            Optional.ofNullable(jobs.get(next)).flatMap(LentJob::execution).ifPresent(JobExecution::allocated);
        }
    }

    /** On the job's own thread: its end is written down or it is suspended, and nothing of its VM is left. */
    private void onGone(LentJob job) {
        synchronized (this) {
            queue.remove(job.id());
            startNext();
        }
        if (job.execution().filter(JobExecution::isSuspended).isPresent()) {
            job.left();
            job.log().release();
            return;
        }
        EventLog log = job.log().acquire();
        job.gone(new LentJob.Ended(log.lastSequence(), workplace.time().instant()));
        job.log().release();
        job.log().release();
        forgetIfSettled(job);
    }

    /** The requester is there, and has every event up to this one. */
    void renew(LentJob job, long receivedSequence) {
        job.acknowledge(receivedSequence);
        job.execution().ifPresent(JobExecution::renew);
        forgetIfSettled(job);
    }

    /** Empty once nothing of the job's VM is left. */
    Optional<JobExecution> execution(JobId id) {
        return Optional.ofNullable(jobs.get(id)).flatMap(LentJob::execution);
    }

    /** All jobs stand still while the owner of this machine is active. */
    synchronized void ownerIsActive(boolean active) {
        ownerIsActive = active;
        for (LentJob job : jobs.values()) {
            job.execution().ifPresent(execution -> follow(execution, active));
        }
    }

    private static void follow(JobExecution execution, boolean ownerIsActive) {
        if (ownerIsActive) {
            execution.pause(PauseReason.ACTIVITY);
        } else {
            execution.resume(EnumSet.of(PauseReason.ACTIVITY));
        }
    }

    private void forgetIfSettled(LentJob job) {
        if (job.isSettled()) {
            forget(job);
        }
    }

    private void forget(LentJob job) {
        if (jobs.remove(job.id(), job)) {
            job.follower().ifPresent(Follower::close);
            archive.folders().delete(job.id());
        }
    }

    /** Deletes what has been kept long enough. */
    void forgetOld(Instant now) {
        for (LentJob job : jobs.values()) {
            boolean old = job.ended()
                    .filter(ended -> ended.at().plus(settings.retention()).isBefore(now))
                    .isPresent();
            if (old) {
                forget(job);
            }
        }
    }

    /** Takes no more jobs, and ends or suspends those that there are. */
    void close() {
        synchronized (this) {
            closing = true;
        }
        Consumer<JobExecution> farewell = settings.checkpointOnStop() ? JobExecution::suspend : JobExecution::stop;
        jobs.values().forEach(job -> job.execution().ifPresent(farewell));
    }

    synchronized Resources available() {
        return queue.available();
    }

    Set<ImageDigest> imagesInUse() {
        return jobs.values().stream().flatMap(job -> job.image().stream()).collect(Collectors.toUnmodifiableSet());
    }

    synchronized int waiting() {
        return queue.length();
    }

    synchronized int running() {
        return queue.started();
    }

    private JobOrder order(Submission submission, GuestImage image, LentJob job) {
        JobLimits limits = JobLimits.of(submission.job(), settings.timeLimit(), settings.outputLimitBytes());
        JobId id = submission.id();
        Resources resources = submission.job().resources();
        return new JobOrder(
                id,
                resources,
                limits,
                Optional.of(submission.vpn()),
                submission.server(),
                image,
                new SuspendedFiles(job.folder()),
                () -> archive.spec(id));
    }

    private static Decision idIsTaken() {
        return refuse(Refusal.Kind.INVALID, "has had a job of that id");
    }

    private static Decision refuse(Refusal.Kind kind, String reason) {
        return new Decision.Refused(new Refusal(kind, reason));
    }
}
