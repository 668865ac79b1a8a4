package io.omerta.provider.execution;

import io.omerta.core.error.OmertaException;
import io.omerta.core.file.DiskFullException;
import io.omerta.core.job.Blob;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobId;
import io.omerta.core.job.RogueConnection;
import io.omerta.vm.VmRequest;
import io.omerta.vm.frame.MacAddress;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted job that has not ended. Owns its thread, its machine and its tunnel. Any thread may call; the calls only post,
 * and return at once.
 */
public final class JobExecution implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobExecution.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    /** A disk that is too full for the last word about a job is looked at again this often. */
    private static final Duration RETRY_END = Duration.ofSeconds(1);

    private final JobOrder order;
    private final Workplace workplace;
    private final Journal journal;
    private final Mailbox mailbox = new Mailbox();
    private final Tunnel tunnel;
    private final MacAddress macAddress;
    private final Machine machine;
    private final JobLife life;
    private final Runnable onGone;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private final Standstill standstill;
    private volatile boolean suspended;

    private JobExecution(
            JobOrder order, Workplace workplace, Journal journal, Optional<SuspendedJob> earlier, Runnable onGone) {
        this.order = order;
        this.workplace = workplace;
        this.journal = journal;
        this.onGone = onGone;
        VmRequest request = new VmRequest(order.id(), order.image(), order.resources());
        tunnel = new Tunnel(earlier.map(SuspendedJob::traffic).orElseGet(Traffic::new));
        order.server().ifPresent(server -> tunnel.connect(new ServerLink(server, tunnel::deliver)));
        macAddress = earlier.map(SuspendedJob::mac).orElseGet(() -> MacAddress.random(RANDOM));
        machine = new Machine(
                workplace.hypervisor(),
                request,
                macAddress,
                workplace.patience().boot(),
                mailbox,
                tunnel);
        life = earlier.map(job -> new JobLife(
                        order.limits(),
                        workplace.patience(),
                        now(),
                        job.life(workplace.time().instant())))
                .orElseGet(() -> new JobLife(order.limits(), workplace.patience(), now()));
        standstill = new Standstill(workplace.clock());
        thread = Thread.ofVirtual().name("job-" + order.id()).unstarted(this::live);
    }

    /**
     * Starts the life of a job that was just accepted; it is QUEUED until {@link #allocated}.
     *
     * @param onGone is called once, on the job's own thread, when its end is written down and nothing of its VM is left
     */
    public static JobExecution start(JobOrder order, Workplace workplace, Journal journal, Runnable onGone) {
        JobExecution execution = new JobExecution(order, workplace, journal, Optional.empty(), onGone);
        execution.thread.start();
        return execution;
    }

    /**
     * Goes on with a job that an earlier daemon has suspended.
     *
     * @param journal of a log whose last event is the one that the job was suspended at
     * @param onGone as of {@link #start}
     */
    public static JobExecution resume(
            JobOrder order, Workplace workplace, Journal journal, SuspendedJob earlier, Runnable onGone) {
        JobExecution execution = new JobExecution(order, workplace, journal, Optional.of(earlier), onGone);
        execution.standstill.told(Optional.of(PauseReason.STOPPING));
        execution.machine.restore(order.kept(), earlier.machine());
        execution.thread.start();
        return execution;
    }

    public JobId id() {
        return order.id();
    }

    /** For the requester; empty where its datagrams go to a server that it has named. */
    public Optional<Tunnel> requestersTunnel() {
        return order.server().isPresent() ? Optional.empty() : Optional.of(tunnel);
    }

    /** The job may use what it asked for. */
    public void allocated() {
        mailbox.post(new Happening.Allocated());
    }

    /** The requester has shown that it is there. */
    public void renew() {
        mailbox.post(new Happening.Renewed());
    }

    /** Lets the job stand still once it runs, and tells its requester why. */
    public void pause(PauseReason why) {
        mailbox.post(new Happening.PauseRequested(why));
    }

    /** Lets the job go on, if there is no other reason for it to stand still. */
    public void resume(Set<PauseReason> over) {
        mailbox.post(new Happening.ResumeRequested(over));
    }

    public Standstill standstill() {
        return standstill;
    }

    public void cancel() {
        mailbox.post(new Happening.CancelRequested());
    }

    /** Ends the job because this machine stops lending; {@link #close} waits for that. */
    public void stop() {
        mailbox.post(new Happening.ProviderStopping());
    }

    /**
     * Keeps the job, if its program runs, for the daemon's next run; else ends it. {@link #awaitGone} waits for either. What is
     * in a graphics card cannot be written down: a job that has one ends.
     */
    public void suspend() {
        mailbox.post(
                order.resources().gpus() > 0 ? new Happening.ProviderStopping() : new Happening.SuspendRequested());
    }

    /** It has no end: it goes on in the daemon's next run. */
    public boolean isSuspended() {
        return suspended;
    }

    @SuppressWarnings("CatchingUnchecked") // Whatever goes wrong, the job ends with a record and without its VM.
    private void live() {
        try {
            while (!life.isOver()) {
                awaitNext();
            }
        } catch (InterruptedException e) {
            perform(life.on(now(), new Happening.ProviderStopping()));
        } catch (RuntimeException e) {
            LOG.error("job {} failed for a reason of our own", order.id(), e);
            perform(life.on(now(), new Happening.ProviderBroke()));
        } finally {
            machine.close();
            if (!suspended) {
                order.kept().delete();
            }
            onGone.run();
        }
    }

    private void awaitNext() throws InterruptedException {
        Duration now = now();
        List<Step> due = life.tick(now);
        if (!due.isEmpty()) {
            perform(due);
            return;
        }
        Optional<Happening> happening = mailbox.take(life.deadline().minus(now));
        happening.ifPresent(what -> perform(life.on(now(), what)));
    }

    private void perform(List<Step> steps) {
        for (Step step : steps) {
            try {
                perform(step);
            } catch (UncheckedIOException e) {
                LOG.warn("job {} ends because its events cannot be written down", order.id(), e);
                perform(life.on(now(), new Happening.DiskFailed(e instanceof DiskFullException)));
                return;
            }
        }
    }

    private void perform(Step step) {
        switch (step) {
            case Step.Tell tell -> journal.tell(tell.state(), tell.vmReady());
            case Step.TellPause pause -> tellPause(pause.why());
            case Step.Pause pause -> machine.pause();
            case Step.Resume resume -> machine.resume(workplace.time());
            case Step.Boot boot -> machine.boot();
            case Step.Freeze freeze -> machine.freeze(order.kept());
            case Step.Suspend suspend -> suspend(suspend);
            case Step.Configure configure -> configure();
            case Step.Run run -> machine.tell(agent -> agent.run(GuestOrders.program(order)));
            case Step.Signal signal -> machine.tell(agent -> agent.signal(signal.number()));
            case Step.Keep keep -> journal.keep(keep.standardError(), keep.data());
            case Step.End end -> end(end.end());
        }
    }

    private void tellPause(Optional<PauseReason> why) {
        standstill.told(why);
        journal.tellPause(why.isPresent(), why.map(PauseReason::sentence).orElse(""));
    }

    private void configure() {
        byte[] seed = new byte[GuestOrders.SEED_BYTES];
        RANDOM.nextBytes(seed);
        machine.tell(agent -> agent.configure(
                GuestOrders.configuration(order, workplace.time().instant(), Blob.copyOf(seed), macAddress)));
    }

    private void suspend(Step.Suspend suspend) {
        long lastEvent = journal.suspend();
        Instant now = workplace.time().instant();
        order.kept().write(SuspendedJob.of(suspend, order, macAddress, lastEvent, now, tunnel));
        LOG.info("job {} is kept until the daemon is back", order.id());
        suspended = true;
    }

    private void end(JobEnd end) {
        machine.stop();
        JobEnd complete =
                withTraffic(lastFrame().map(rogue -> withRogue(end, rogue)).orElse(end));
        // Where the VM's disk has taken the last of the host's, this makes the room for its end.
        machine.close();
        LOG.info("job {} ended: {} {}", order.id(), complete.state(), complete.message());
        while (!isWritten(complete)) {
            if (awaitClosing(RETRY_END)) {
                return;
            }
        }
    }

    /** A frame that the VM sent just before its end counts, whatever the end was. */
    private Optional<RogueConnection> lastFrame() {
        try {
            return machine.awaitLastFrame();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private boolean isWritten(JobEnd end) {
        try {
            journal.end(end);
            return true;
        } catch (UncheckedIOException | OmertaException e) {
            LOG.error("could not write down the end of job {}: will try again", order.id(), e);
            return false;
        }
    }

    private boolean awaitClosing(Duration atMost) {
        try {
            return closing.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private JobEnd withTraffic(JobEnd end) {
        Traffic traffic = tunnel.traffic();
        return end.withUsage(end.usage().withTraffic(traffic.bytesIn(), traffic.bytesOut(), traffic.counts()));
    }

    private static JobEnd withRogue(JobEnd end, RogueConnection rogue) {
        Ending why = Ending.rogue(rogue);
        return new JobEnd(
                why.state(),
                end.result(),
                why.cause(),
                why.message(),
                why.hint(),
                end.usage(),
                why.rogue(),
                end.outputTruncated());
    }

    private Duration now() {
        return workplace.clock().get();
    }

    /** Waits until the end is written down and nothing of the VM is left; false when it took longer. */
    public boolean awaitGone(Duration atMost) throws InterruptedException {
        return thread.join(atMost);
    }

    /** No longer tries to write down an end for which there is no room. */
    public void giveUp() {
        closing.countDown();
    }

    /** Ends the job, unless it has ended, and waits until nothing of it is left. Idempotent. */
    @Override
    public void close() {
        stop();
        giveUp();
        Threads.awaitEnd(thread);
    }
}
