package io.omerta.provider;

import io.grpc.BindableService;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.JobId;
import io.omerta.core.job.Resources;
import io.omerta.core.store.JobStore;
import io.omerta.network.path.DirectPaths;
import io.omerta.network.transport.SignedSubmits;
import io.omerta.provider.execution.JobExecution;
import io.omerta.provider.execution.PauseReason;
import io.omerta.provider.execution.Standstill;
import io.omerta.provider.execution.Workplace;
import io.omerta.vm.Hypervisor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends this machine: its {@link #service} goes into the daemon's {@code PeerServer}. Owns the jobs with their VMs, and the
 * thread that deletes what was kept long enough; the hypervisor, the store and the server belong to others, and are closed
 * after it. Any thread may call.
 */
public final class Provider implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);
    /** Several machines may have to be written to disk. */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(25);
    /** For requesters to be told the end of their jobs. */
    private static final Duration TELL_WITHIN = Duration.ofSeconds(1);

    /** A VM stands still within milliseconds, but a job that is not RUNNING yet has none. */
    private static final Duration OBEY_WITHIN = Duration.ofSeconds(1);

    private static final Duration CLEAN_EVERY = Duration.ofMinutes(10);

    private final ProviderSettings settings;
    private final LendingDesk desk;
    private final LendingService service;
    private final InstantSource time;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread cleaner;

    private Provider(ProviderSettings settings, LendingDesk desk, LendingService service, InstantSource time) {
        this.settings = settings;
        this.desk = desk;
        this.service = service;
        this.time = time;
        cleaner = Thread.ofVirtual().name("lent-cleaner").unstarted(this::clean);
    }

    /**
     * Ends what an earlier run of the daemon left or goes on with it, then takes jobs.
     *
     * @param hypervisor may be found out in the background: jobs wait in PREPARING; if it fails they fail with its message
     * @param images that jobs run in
     * @param paths to requesters; belong to the caller
     * @throws java.io.UncheckedIOException if the disk fails
     */
    public static Provider start(
            ProviderSettings settings,
            CompletableFuture<? extends Hypervisor> hypervisor,
            LentImages images,
            JobStore store,
            DirectPaths paths,
            InstantSource time) {
        JobArchive archive = new JobArchive(settings.self(), store.lent(), new LentFolders(settings.home()), time);
        long origin = System.nanoTime();
        Supplier<Duration> clock = () -> Duration.ofNanos(System.nanoTime() - origin);
        Workplace workplace = new Workplace(hypervisor, settings.patience(), clock, time);
        LendingDesk desk = new LendingDesk(settings, archive, images, workplace);
        new LeftJobs(archive, desk, time.instant()).takeOver();
        LendingService service = new LendingService(desk, new SignedSubmits(settings.self(), time), paths);
        Provider provider = new Provider(settings, desk, service, time);
        provider.cleaner.start();
        return provider;
    }

    /** For the daemon's server of peers. */
    public BindableService service() {
        return service;
    }

    /** Lent at most. */
    public Resources capacity() {
        return settings.capacity();
    }

    /** Not lent now. */
    public Resources available() {
        return desk.available();
    }

    /** The images that jobs run in, or will. */
    public Set<ImageDigest> imagesInUse() {
        return desk.imagesInUse();
    }

    /** How many jobs wait. */
    public int waiting() {
        return desk.waiting();
    }

    /** How many jobs have resources: they prepare, run or are being ended. */
    public int running() {
        return desk.running();
    }

    /**
     * Lets a job stand still until {@link #resume}, or as soon as it runs. Waits a little for that.
     *
     * @return false if no such job waits or runs here
     */
    public boolean pause(JobId job) throws InterruptedException {
        Optional<JobExecution> execution = desk.execution(job);
        if (execution.isPresent()) {
            execution.get().pause(PauseReason.OWNER);
            execution.get().standstill().await(true, OBEY_WITHIN);
        }
        return execution.isPresent();
    }

    /**
     * Lets a job go on, whatever it was paused for. Waits a little for that.
     *
     * @return false if no such job waits or runs here
     */
    public boolean resume(JobId job) throws InterruptedException {
        Optional<JobExecution> execution = desk.execution(job);
        if (execution.isPresent()) {
            execution.get().resume(EnumSet.allOf(PauseReason.class));
            execution.get().standstill().await(false, OBEY_WITHIN);
        }
        return execution.isPresent();
    }

    /** Whether a job stands still; empty if no such job waits or runs here. */
    public Optional<Standstill> standstill(JobId job) {
        return desk.execution(job).map(JobExecution::standstill);
    }

    /** How many jobs stand still. */
    public int paused() {
        return (int) desk.all().stream()
                .flatMap(job -> job.execution().stream())
                .filter(job -> job.standstill().why().isPresent())
                .count();
    }

    /** All jobs stand still from a call with true to one with false, but those that {@link #resume} was called for. */
    public void ownerIsActive(boolean active) {
        desk.ownerIsActive(active);
    }

    private void clean() {
        try {
            do {
                desk.forgetOld(time.instant());
            } while (!closing.await(CLEAN_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Suspends or ends every job, tells their requesters, and takes no more. Idempotent, bounded by {@link #CLOSE_WITHIN} and
     * some seconds.
     */
    @Override
    public void close() {
        closing.countDown();
        desk.close();
        long deadline = System.nanoTime() + CLOSE_WITHIN.toNanos();
        try {
            for (LentJob job : desk.all()) {
                awaitGone(job, Duration.ofNanos(deadline - System.nanoTime()));
            }
            cleaner.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        desk.all().forEach(job -> job.follower().ifPresent(Follower::close));
    }

    private static void awaitGone(LentJob job, Duration atMost) throws InterruptedException {
        var execution = job.execution();
        if (execution.isPresent() && !execution.get().awaitGone(atMost)) {
            LOG.error("job {} did not end in {} s", job.id(), CLOSE_WITHIN.toSeconds());
            execution.ifPresent(JobExecution::giveUp);
        }
        // Of a suspended job there is always more to be told.
        var follower = job.ended().isPresent() ? job.follower() : Optional.<Follower>empty();
        if (follower.isPresent() && !follower.get().awaitEnd(TELL_WITHIN)) {
            LOG.warn("the requester of job {} could not be told its end", job.id());
        }
    }
}
