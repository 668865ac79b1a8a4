package io.omerta.consumer.job;

import io.omerta.consumer.hub.HubLease;
import io.omerta.consumer.placement.Consideration;
import io.omerta.consumer.placement.Demand;
import io.omerta.consumer.placement.NoProvider;
import io.omerta.consumer.placement.Opinion;
import io.omerta.consumer.placement.Placement;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Cause;
import io.omerta.core.job.FlowCounts;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import io.omerta.core.job.PathCounts;
import io.omerta.core.job.Usage;
import io.omerta.core.reputation.Reputation;
import io.omerta.proto.peer.VpnConfiguration;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives one job from its submission to its terminal record, on one thread. */
final class JobRun implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
    /** Until the disk is asked again whether it takes the job's end. */
    private static final Duration SECOND_TRY = Duration.ofSeconds(5);

    /** Between two looks at who is there. */
    private static final Duration GLANCE = Duration.ofMillis(200);

    private final Requester requester;
    private final JobOrder order;
    private final JobJournal journal;
    private final JobSignals signals = new JobSignals();
    private final PathRecord paths = new PathRecord();
    private volatile @Nullable JobEnd unwritten;
    private volatile @Nullable Following followed;

    JobRun(Requester requester, JobOrder order, JobJournal journal) {
        this.requester = requester;
        this.order = order;
        this.journal = journal;
    }

    /** To stop it, and to learn when it is over. */
    JobSignals signals() {
        return signals;
    }

    /** How it ended, while that cannot be written down. */
    Optional<JobEnd> unwrittenEnd() {
        return Optional.ofNullable(unwritten);
    }

    Standing standing() {
        Following following = followed;
        return following == null ? Standing.NEVER_PAUSED : following.standing();
    }

    /** So far. */
    PathCounts paths() {
        return paths.counts();
    }

    /** Returns when the end is written, or {@link JobSignals#over} was called before it could be. */
    @Override
    public void run() {
        JobEnd end = outcome();
        LOG.info("job {} ended: {} {}", order.id(), end.state(), end.message());
        unwritten = end;
        boolean written = write(end);
        signals.over();
        Following following = followed;
        if (written && following != null) {
            following.acknowledge();
        }
    }

    private JobEnd outcome() {
        try {
            return work();
        } catch (InterruptedException e) {
            return signals.stopRequested().orElseGet(Stop::daemonStopped).end();
        } catch (OmertaException e) {
            return failed(String.valueOf(e.getMessage()), e.hint());
        } catch (RuntimeException e) {
            LOG.error("job {} failed here", order.id(), e);
            return failed("the job was ended: omertad on this machine failed (" + e + ")", "omertad status");
        }
    }

    private static JobEnd failed(String message, String hint) {
        return new Stop(JobState.FAILED, Cause.REQUESTER_STOPPED, message, hint, true).end();
    }

    private boolean write(JobEnd end) {
        while (!signals.isOver()) {
            try {
                journal.end(end);
                return true;
            } catch (UncheckedIOException e) {
                LOG.error("could not write down how job {} ended", order.id(), e);
            }
            try {
                signals.awaitOver(SECOND_TRY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private JobEnd work() throws InterruptedException {
        List<Consideration> considered = new ArrayList<>(findLenders());
        journal.considered(considered);
        Optional<VpnConfiguration> elsewhere = order.server().map(VpnConfigurations::of);
        int attempts = 0;
        for (int i = 0; i < considered.size() && signals.stopRequested().isEmpty(); i++) {
            if (!(considered.get(i).opinion() instanceof Opinion.Fits)) {
                continue;
            }
            attempts++;
            Optional<JobEnd> end = elsewhere.isPresent()
                    ? offer(considered, i, attempts, elsewhere.get(), this::follow)
                    : offerWithHub(considered, i, attempts);
            if (end.isPresent()) {
                return end.get();
            }
        }
        return signals.stopRequested().map(Stop::end).orElseGet(() -> nobody(considered));
    }

    private Optional<JobEnd> offerWithHub(List<Consideration> considered, int index, int attempts)
            throws InterruptedException {
        try (HubLease lease = requester.hub().open(order.id(), order.policy())) {
            VpnConfiguration vpn = VpnConfigurations.of(lease.tunnel());
            return offer(considered, index, attempts, vpn, attempt -> follow(attempt, lease));
        }
    }

    /** Goes on with a job that a provider has taken. */
    @FunctionalInterface
    private interface Taken {
        JobEnd follow(ProviderAttempt attempt) throws InterruptedException;
    }

    /** The job's end if the provider takes it. */
    private Optional<JobEnd> offer(
            List<Consideration> considered, int index, int attempts, VpnConfiguration vpn, Taken taken)
            throws InterruptedException {
        ProviderAttempt attempt = attempt(considered.get(index), attempts);
        Opinion opinion = new Offering(attempt, signals, requester.timings()).offer(order.spec(), vpn);
        considered.set(index, considered.get(index).with(opinion));
        journal.considered(considered);
        return opinion instanceof Opinion.TakesIt ? Optional.of(taken.follow(attempt)) : Optional.empty();
    }

    /** A daemon that has just started, or has just joined, hears of others in a moment. */
    private List<Consideration> findLenders() throws InterruptedException {
        Demand demand = Demand.of(order.spec());
        long deadline = System.nanoTime() + requester.timings().discovery().toNanos();
        List<Consideration> considered = judge(demand);
        while (considered.stream().noneMatch(JobRun::isLender)
                && signals.stopRequested().isEmpty()
                && System.nanoTime() < deadline) {
            signals.awaitStop(GLANCE);
            considered = judge(demand);
        }
        return considered;
    }

    private List<Consideration> judge(Demand demand) {
        Map<PeerId, Reputation> reputations =
                requester.reputations().all(requester.clock().instant());
        return Placement.judge(
                demand,
                requester.directory().offers(order.network(), demand),
                peer -> reputations.getOrDefault(peer, Reputation.UNKNOWN).score());
    }

    private static boolean isLender(Consideration judged) {
        return switch (judged.opinion()) {
            case Opinion.Down _, Opinion.NotLending _ -> false;
            default -> true;
        };
    }

    // Written down first: whoever comes after a crash has to know whom to tell.
    private ProviderAttempt attempt(Consideration candidate, int number) {
        journal.assign(candidate.offer().peer(), number);
        return new ProviderAttempt(requester, order.id(), number, candidate.offer(), order.network());
    }

    private JobEnd follow(ProviderAttempt attempt, HubLease lease) throws InterruptedException {
        Thread keepsTunnel = start("tunnel", new TunnelKeeper(attempt, lease, paths, signals, requester.timings()));
        try {
            return follow(attempt).withTunnel(lease.flows(), paths.counts());
        } finally {
            keepsTunnel.interrupt();
        }
    }

    private JobEnd follow(ProviderAttempt attempt) throws InterruptedException {
        LOG.info("job {} was taken by {}", order.id(), attempt.provider().name());
        Following following = new Following(
                attempt,
                journal,
                signals,
                requester.timings(),
                order.spec().limits().outputBytes());
        followed = following;
        Thread keepsLease = start("lease", following.leaseKeeper());
        try {
            return following.run().withTunnel(FlowCounts.NOTHING, PathCounts.NOTHING);
        } finally {
            keepsLease.interrupt();
        }
    }

    private Thread start(String what, Runnable work) {
        return Thread.ofVirtual().name(what + "-" + order.id()).start(work);
    }

    private JobEnd nobody(List<Consideration> considered) {
        NoProvider why = NoProvider.explain(order.spec(), considered);
        boolean refused = considered.stream().anyMatch(judged -> judged.opinion() instanceof Opinion.Refused);
        return new JobEnd(
                refused ? JobState.REJECTED : JobState.FAILED,
                Optional.empty(),
                Cause.NO_PROVIDER,
                why.message(),
                why.hint(),
                Usage.NOTHING,
                Optional.empty(),
                false);
    }
}
