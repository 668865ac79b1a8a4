package io.omerta.consumer.job;

import io.omerta.consumer.policy.VpnPolicy;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.file.DiskFullException;
import io.omerta.core.job.Blob;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobEvent;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.JobState;
import io.omerta.core.job.PathCounts;
import io.omerta.core.network.Network;
import io.omerta.core.store.JobRecord;
import io.omerta.network.message.JobSpecMessages;
import io.omerta.network.wireguard.quick.ClientConfiguration;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The jobs of this machine's user: takes them, runs them elsewhere (or here, the same way), and tells whoever wants to know.
 * Safe for use by several threads.
 */
public final class JobSubmissions implements AutoCloseable {
    /** Each has a few threads and two streams. */
    private static final int MOST_AT_A_TIME = 1_000;

    private static final Duration STOPPING = Duration.ofSeconds(4);

    private final Requester requester;
    private final JobLogs logs;
    private final CollectingNotes collecting;
    private final SecureRandom random = new SecureRandom();
    private final Map<JobId, Active> active = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private record Active(JobRun run, Attendance attendance, Thread thread) {}

    private JobSubmissions(Requester requester) {
        this.requester = requester;
        this.logs = new JobLogs(requester.home());
        this.collecting = new CollectingNotes(requester.home());
    }

    /**
     * Begins, and ends the jobs that a killed daemon has left.
     *
     * @throws UncheckedIOException if the disk fails
     */
    public static JobSubmissions start(Requester requester) {
        JobSubmissions submissions = new JobSubmissions(requester);
        new KilledJobs(requester, submissions.logs).endAll();
        return submissions;
    }

    /**
     * Takes a job: it is written down when this returns, and begins.
     *
     * @param detached it goes on when nobody follows it
     * @throws OmertaException {@code EXHAUSTED} if the disk is full or too many jobs are on their way, {@code INVALID_INPUT} if
     *     the policy cannot be kept here
     */
    public JobId submit(JobSpec spec, Network network, VpnPolicy policy, boolean detached) {
        return submit(spec, network, policy, Optional.empty(), detached);
    }

    /**
     * Takes a job whose VM uses a WireGuard server elsewhere and not the hub.
     *
     * @param server closed when the job has ended
     * @throws OmertaException as of the other one
     */
    public JobId submit(JobSpec spec, Network network, ClientConfiguration server, boolean detached) {
        return submit(spec, network, VpnPolicy.NOTHING, Optional.of(server), detached);
    }

    private JobId submit(
            JobSpec spec, Network network, VpnPolicy policy, Optional<ClientConfiguration> server, boolean detached) {
        if (closed || active.size() >= MOST_AT_A_TIME) {
            throw new OmertaException(
                    ErrorCode.EXHAUSTED,
                    "could not take the job: " + (closed ? "omertad is stopping" : active.size() + " are on their way"),
                    "omerta jobs");
        }
        requester.hub().check(policy);
        JobOrder order = new JobOrder(JobId.random(random), spec, network.id(), policy, server, detached);
        try {
            begin(order, writeDown(order, network));
        } catch (DiskFullException e) {
            throw new OmertaException(
                    ErrorCode.EXHAUSTED,
                    "could not take the job: the disk is full",
                    "make room in " + requester.home(),
                    e);
        }
        return order.id();
    }

    private JobLogs.Use writeDown(JobOrder order, Network network) {
        try {
            return writeDownIn(logs.use(order.id()), order, network);
        } catch (RuntimeException e) {
            collecting.delete(order.id());
            logs.discard(order.id());
            throw e;
        }
    }

    private JobLogs.Use writeDownIn(JobLogs.Use use, JobOrder order, Network network) {
        Instant now = requester.clock().instant();
        try {
            use.log()
                    .append(sequence -> new JobEvent.StateChanged(
                            sequence, now, JobState.QUEUED, "looking for a provider", Optional.empty(), Duration.ZERO));
            JobRecord record = JobRecord.submitted(
                    order.id(),
                    network.id(),
                    network.name(),
                    order.spec().program().what(),
                    order.spec().description(),
                    order.spec().resources(),
                    order.detached(),
                    now);
            order.policy().folders().collected().ifPresent(folder -> collecting.write(order.id(), folder));
            Blob spec = Blob.copyOf(JobSpecMessages.toProto(order.spec()).toByteArray());
            if (!requester.store().insert(record, spec)) {
                throw new IllegalStateException("job id " + order.id() + " came twice");
            }
            return use;
        } catch (RuntimeException e) {
            use.close();
            throw e;
        }
    }

    private void begin(JobOrder order, JobLogs.Use use) {
        JobJournal journal = new JobJournal(order.id(), requester.store(), use.log(), requester.clock());
        JobRun run = new JobRun(requester, order, journal);
        Attendance attendance = new Attendance(requester.timings().abandonment());
        Thread thread = Thread.ofVirtual().name("job-" + order.id()).unstarted(() -> {
            try (use) {
                run.run();
            } finally {
                collecting.delete(order.id());
                order.server().ifPresent(ClientConfiguration::close);
                attendance.over();
                active.remove(order.id());
            }
        });
        active.put(order.id(), new Active(run, attendance, thread));
        if (closed) {
            // It came in while we were closing, which may have overlooked it.
            run.signals().stop(Stop.daemonStopped());
        }
        thread.start();
        if (!order.detached()) {
            Thread.ofVirtual().name("attendance-" + order.id()).start(() -> attend(run, attendance));
        }
    }

    private void attend(JobRun run, Attendance attendance) {
        try {
            if (attendance.awaitAbandonment()) {
                run.signals().stop(Stop.abandoned(requester.timings().abandonment()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Has a job stopped; it ends a little later.
     *
     * @return false if it has ended already
     */
    public boolean cancel(JobId job) {
        Active known = active.get(job);
        if (known == null) {
            return false;
        }
        known.run().signals().stop(Stop.cancelled());
        return true;
    }

    /**
     * Tells what happens, and has happened, to a job.
     *
     * @param fromSequence the first event wanted; 1 for all
     * @param foreground the job is not abandoned as long as the follower is open
     * @throws OmertaException {@code NOT_FOUND} if there is no such job
     */
    public JobFollower follow(JobId job, long fromSequence, boolean foreground) {
        if (requester.store().find(job).isEmpty()) {
            throw new OmertaException(ErrorCode.NOT_FOUND, "could not find the job " + job, "omerta jobs");
        }
        Optional<Attendance> attendance =
                foreground ? Optional.ofNullable(active.get(job)).map(Active::attendance) : Optional.empty();
        JobLogs.Use use = logs.use(job);
        try {
            JobFollower follower = new JobFollower(
                    use,
                    fromSequence,
                    sequence -> unloggedEnd(job, sequence),
                    () -> attendance.ifPresent(Attendance::leave));
            attendance.ifPresent(Attendance::arrive);
            return follower;
        } catch (RuntimeException e) {
            use.close();
            throw e;
        }
    }

    /** For a log that has no end although the job has: the disk was full, or the log was deleted. */
    private Optional<JobEvent> unloggedEnd(JobId job, long sequence) {
        Active known = active.get(job);
        Optional<JobEnd> end = known == null
                ? requester.store().find(job).flatMap(JobRecord::end)
                : known.run().unwrittenEnd();
        return end.map(how -> new JobEvent.Ended(sequence, requester.clock().instant(), how));
    }

    /** Whether a job stands still, and how long it has. */
    public Standing standing(JobId job) {
        Active known = active.get(job);
        return known == null ? Standing.NEVER_PAUSED : known.run().standing();
    }

    /** Which way the tunnel of a job that goes on went so far; nothing for others. */
    public PathCounts paths(JobId job) {
        Active known = active.get(job);
        return known == null ? PathCounts.NOTHING : known.run().paths();
    }

    /** Jobs that have not ended. */
    public int active() {
        return active.size();
    }

    /**
     * Ends all jobs, here and at their providers, within a few seconds; whoever follows one is told. Followers stay usable until
     * this returns. Idempotent.
     */
    @Override
    public void close() {
        closed = true;
        List<Active> left = new ArrayList<>(active.values());
        left.forEach(job -> job.run().signals().stop(Stop.daemonStopped()));
        long deadline = System.nanoTime() + STOPPING.toNanos();
        try {
            for (Active job : left) {
                join(job, deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        logs.close();
    }

    private static void join(Active job, long deadline) throws InterruptedException {
        long left = Math.max(1, deadline - System.nanoTime());
        if (!job.thread().join(Duration.ofNanos(left))) {
            // Its end cannot be written; the next start makes up for it.
            job.run().signals().over();
            job.thread().interrupt();
        }
    }
}
