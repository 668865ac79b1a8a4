package io.omerta.standin;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.Blob;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobEvent;
import io.omerta.core.job.JobState;
import io.omerta.core.job.PathCounts;
import io.omerta.local.DaemonInvitations;
import io.omerta.local.DaemonOperations;
import io.omerta.local.LocalProtocol;
import io.omerta.network.message.JobEndMessages;
import io.omerta.network.message.JobEventMessages;
import io.omerta.network.message.UsageMessages;
import io.omerta.proto.job.Resources;
import io.omerta.proto.local.FollowJobRequest;
import io.omerta.proto.local.GpuStatus;
import io.omerta.proto.local.JobSummary;
import io.omerta.proto.local.LocalSubmitRequest;
import io.omerta.proto.local.LocalSubmitResponse;
import io.omerta.proto.local.NetworkStatus;
import io.omerta.proto.local.PeerReputation;
import io.omerta.proto.local.StatusResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** Answers as a test says, and remembers what it was asked. */
public final class ScriptedDaemon implements DaemonOperations {
    public static final String JOB_ID = "7k3faaaaaaaaaaaaaaaaaaaaaa";
    public static final String PROVIDER = "aeaqcaibaeaqcaibaeaqcaibaeaqcaibaeaqcaibaeaqcaibaeaq";
    public static final Instant NOON = Instant.parse("2026-11-22T12:01:00Z");

    public final BlockingQueue<LocalSubmitRequest> submitted = new LinkedBlockingQueue<>();
    public final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
    public final BlockingQueue<String> broken = new LinkedBlockingQueue<>();
    public final CountDownLatch stopped = new CountDownLatch(1);
    public volatile int protocol = LocalProtocol.VERSION;
    private final ScriptedNetworks networks = new ScriptedNetworks();
    private final List<JobEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> imagesInUse = new CopyOnWriteArrayList<>();
    private final CountDownLatch cancelSeen = new CountDownLatch(1);
    private volatile Optional<OmertaException> failure = Optional.empty();
    private volatile boolean deaf;
    private volatile Optional<PathCounts> paths = Optional.empty();
    private volatile Optional<JobEnd> endOnCancel = Optional.empty();

    /** Every call fails so from now on. */
    public ScriptedDaemon failing(ErrorCode code, String message, String hint) {
        failure = Optional.of(new OmertaException(code, message, hint));
        return this;
    }

    /** A job of somebody runs here in the image of that digest. */
    public ScriptedDaemon runningIn(String digest) {
        imagesInUse.add(digest);
        return this;
    }

    /** The job reaches its VM. */
    public ScriptedDaemon running() {
        events.add(new JobEvent.StateChanged(next(), NOON, JobState.QUEUED, "", Optional.empty(), Duration.ZERO));
        events.add(new JobEvent.StateChanged(
                next(), NOON, JobState.RUNNING, "", Optional.of(PROVIDER), Duration.ofMillis(2_400)));
        return this;
    }

    /** The job is paused, and goes on. */
    public ScriptedDaemon paused(String why) {
        events.add(new JobEvent.StateChanged(
                next(), NOON, JobState.RUNNING, why, Optional.of(PROVIDER), Duration.ZERO, true));
        events.add(new JobEvent.StateChanged(
                next(), NOON, JobState.RUNNING, "", Optional.of(PROVIDER), Duration.ZERO, false));
        return this;
    }

    /** Which way the tunnel of the job went so far. */
    public ScriptedDaemon tunnelled(PathCounts counts) {
        paths = Optional.of(counts);
        return this;
    }

    /** What was scripted before is over. */
    public ScriptedDaemon anew() {
        events.clear();
        return this;
    }

    public ScriptedDaemon stdout(String text) {
        return output(false, text.getBytes(StandardCharsets.UTF_8));
    }

    public ScriptedDaemon stderr(String text) {
        return output(true, text.getBytes(StandardCharsets.UTF_8));
    }

    public ScriptedDaemon output(boolean standardError, byte[] bytes) {
        events.add(new JobEvent.Output(next(), NOON, standardError, Blob.copyOf(bytes)));
        return this;
    }

    public ScriptedDaemon ending(JobEnd end) {
        events.add(new JobEvent.Ended(next(), NOON, end));
        return this;
    }

    /** The job goes on, whatever is asked. */
    public ScriptedDaemon goingOn() {
        deaf = true;
        return endingWhenCancelled(Ends.exit(0));
    }

    /** The job goes on until somebody cancels it. */
    public ScriptedDaemon endingWhenCancelled(JobEnd end) {
        endOnCancel = Optional.of(end);
        return this;
    }

    @Override
    public StatusResponse status() {
        failIfAsked();
        return StatusResponse.newBuilder()
                .setVersion("1.0.0")
                .setProtocol(protocol)
                .setPid(4211)
                .setStartedUnixMs(NOON.toEpochMilli())
                .setPeerId(PROVIDER)
                .setPeerName("moss-otter")
                .setPort(50_051)
                .setHome("/home/ada/.local/share/omerta")
                .setLending(true)
                .setCapacity(resources(2, 4096).toBuilder().setGpus(1))
                .setAvailable(resources(1, 3584).toBuilder().setGpus(1))
                .addGpus(GpuStatus.newBuilder().setAddress("0000:01:00.0"))
                .addGpus(GpuStatus.newBuilder()
                        .setAddress("0000:0a:00.0")
                        .setProblem("has the driver amdgpu")
                        .setHint("sudo driverctl set-override 0000:0a:00.0 vfio-pci; then restart omertad"))
                .setJobsRunningHere(1)
                .setMyJobsRunning(2)
                .setAcceleration("kvm")
                .setContainment("a user of its own each")
                .addAllImagesInUse(imagesInUse)
                .addNetworks(NetworkStatus.newBuilder()
                        .setId("ab".repeat(32))
                        .setName("My Team")
                        .setPeers(6)
                        .setPeersUp(5)
                        .setCreator(true))
                .addNetworks(NetworkStatus.newBuilder()
                        .setId("cd".repeat(32))
                        .setName("My Team")
                        .setPaused(true))
                .build();
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public DaemonInvitations invitations() {
        failIfAsked();
        return new ScriptedInvitations();
    }

    @Override
    public ScriptedNetworks networks() {
        failIfAsked();
        return networks;
    }

    @Override
    public List<PeerReputation> reputations(String peer) {
        failIfAsked();
        return new ScriptedReputations().reputations(peer);
    }

    @Override
    public LocalSubmitResponse submit(LocalSubmitRequest request) {
        failIfAsked();
        submitted.add(request);
        return LocalSubmitResponse.newBuilder()
                .setJobId(JOB_ID)
                .setShortId("7k3f")
                .build();
    }

    @Override
    public void follow(FollowJobRequest request, EventSink sink) throws InterruptedException {
        failIfAsked();
        for (JobEvent event : events) {
            sink.accept(JobEventMessages.toProto(event));
        }
        if (endOnCancel.isPresent()) {
            try {
                cancelSeen.await();
            } catch (InterruptedException e) {
                broken.add(request.getJob());
                throw e;
            }
            sink.accept(JobEventMessages.toProto(new JobEvent.Ended(next(), NOON, endOnCancel.get())));
        }
    }

    @Override
    public JobSummary cancel(String job) {
        failIfAsked();
        cancelled.add(job);
        if (!deaf) {
            cancelSeen.countDown();
        }
        return summary();
    }

    @Override
    public List<JobSummary> jobs(int limit) {
        failIfAsked();
        return List.of(summary());
    }

    @Override
    public List<JobSummary> lentJobs(int limit) {
        failIfAsked();
        return List.of(lent(false), lent(true));
    }

    @Override
    public JobSummary pauseLentJob(String job) {
        failIfAsked();
        return lent(true);
    }

    @Override
    public JobSummary resumeLentJob(String job) {
        failIfAsked();
        return lent(false);
    }

    private JobSummary lent(boolean paused) {
        JobSummary.Builder lent = summary().toBuilder()
                .clearEnd()
                .clearEndedUnixMs()
                .clearConsidered()
                .clearProviderPeerId()
                .clearProviderName()
                .setState(io.omerta.proto.job.JobState.JOB_STATE_RUNNING)
                .setRequesterPeerId(PROVIDER)
                .setRequesterName("solar-lynx")
                .setPaused(paused);
        return paused
                ? lent.setPauseReason("paused by the owner of its machine").build()
                : lent.build();
    }

    @Override
    public JobSummary job(String job) {
        failIfAsked();
        return summary();
    }

    private JobSummary summary() {
        JobSummary.Builder summary = JobSummary.newBuilder()
                .setJobId(JOB_ID)
                .setShortId("7k3f")
                .setWhat("python")
                .setDescription("Test job")
                .setState(io.omerta.proto.job.JobState.JOB_STATE_RUNNING)
                .setNetworkId("ab".repeat(32))
                .setNetworkName("My Team")
                .setProviderPeerId(PROVIDER)
                .setProviderName("moss-otter")
                .setSubmittedUnixMs(NOON.toEpochMilli())
                .setStartedUnixMs(NOON.toEpochMilli())
                .setResources(resources(2, 4096))
                .addConsidered("moss-otter: took it")
                .addConsidered("solar-lynx: has 1 CPU, 2 asked");
        paths.map(UsageMessages::toProto).ifPresent(summary::setPaths);
        if (!events.isEmpty() && events.getLast() instanceof JobEvent.Ended ended) {
            summary.setEnd(JobEndMessages.toProto(ended.end()))
                    .setState(JobEndMessages.toProto(ended.end()).getState())
                    .setEndedUnixMs(NOON.plusMillis(400).toEpochMilli());
        }
        return summary.build();
    }

    static Resources resources(int cpus, long megabytes) {
        return Resources.newBuilder()
                .setCpus(cpus)
                .setMemoryBytes(megabytes << 20)
                .setDiskBytes((5L * megabytes) << 20)
                .build();
    }

    private long next() {
        return events.size() + 1L;
    }

    private void failIfAsked() {
        failure.ifPresent(exception -> {
            throw exception;
        });
    }
}
