package io.omerta.consumer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.omerta.consumer.dns.NameResolver;
import io.omerta.consumer.hub.VpnHub;
import io.omerta.consumer.placement.ProviderOffer;
import io.omerta.consumer.policy.ExposedPort;
import io.omerta.consumer.policy.VpnPolicy;
import io.omerta.core.config.HubRange;
import io.omerta.core.config.OmertaHome;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.Identity;
import io.omerta.core.job.Blob;
import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobEvent;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.JobState;
import io.omerta.core.job.Limits;
import io.omerta.core.job.Program;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.Resources;
import io.omerta.core.network.Network;
import io.omerta.core.store.JobRecord;
import io.omerta.core.store.JobStore;
import io.omerta.network.path.DirectPaths;
import io.omerta.network.transport.Memberships;
import io.omerta.network.transport.PeerConnections;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class JobSubmissionsTest {
    private static final JobTimings SHORT = new JobTimings(
            Duration.ofMillis(300),
            Duration.ofMillis(100),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofMillis(700),
            Duration.ofSeconds(1));
    private static final JobSpec SPEC = new JobSpec(
            new Program.Script("bash", Blob.ofText("echo hello")),
            new Resources(1, 256L << 20, 1L << 30),
            Limits.PROVIDERS_OWN,
            List.of(),
            "a test");

    @TempDir
    Path folder;

    private final Network network = Network.create("Team", List.of(), Instant.now(), new SecureRandom());
    private final Identity identity = Identity.generate(new SecureRandom());
    private final VpnHub hub =
            VpnHub.start(HubRange.parse("10.0.0.0/16"), _ -> Optional.empty(), NameResolver.SYSTEM, Instant.now());
    private final PeerConnections connections =
            new PeerConnections(identity, new Memberships(() -> List.of(network)), InstantSource.system());
    private final List<ProviderOffer> offers = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> closed = new ArrayList<>();
    private OmertaHome home;
    private JobStore store;
    private JobSubmissions submissions;
    private ScriptedProvider provider;

    @BeforeEach
    void setUp() {
        home = OmertaHome.at(folder.resolve("home"));
        home.prepare();
        store = JobStore.open(home.database());
        submissions = start();
        provider = provider(4);
    }

    private JobSubmissions start() {
        return JobSubmissions.start(new Requester(
                home,
                identity,
                store.requested(),
                hub,
                connections,
                DirectPaths.forbidden(),
                id -> id.equals(network.id()) ? List.copyOf(offers) : List.of(),
                SHORT,
                InstantSource.system()));
    }

    private ScriptedProvider provider(int freeCpus) {
        ScriptedProvider added = new ScriptedProvider(network);
        closed.add(added);
        offers.add(added.offer(freeCpus));
        return added;
    }

    @AfterEach
    void tearDown() throws Exception {
        submissions.close();
        for (AutoCloseable resource : closed) {
            resource.close();
        }
        hub.close();
        connections.close();
        store.close();
    }

    @Test
    void job_isSubmittedFollowedAndEnded() throws Exception {
        JobId id = submit();
        assertThat(provider.submitted.take().getJob().getScript().getLanguage()).isEqualTo("bash");
        provider.stateChanged(JobState.QUEUED);
        provider.stateChanged(JobState.PREPARING);
        provider.stateChanged(JobState.RUNNING);
        provider.output(bytes("hello\n"), false);
        provider.output(bytes("oops\n"), true);
        provider.exit(3);

        List<JobEvent> events = follow(id);
        assertThat(events).extracting(JobEvent::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(events.get(3)).isInstanceOfSatisfying(JobEvent.StateChanged.class, change -> {
            assertThat(change.state()).isEqualTo(JobState.RUNNING);
            assertThat(change.provider()).contains(provider.identity.peerId().text());
            assertThat(change.vmReady()).isEqualTo(Duration.ofMillis(7));
        });
        assertThat(text(events, false)).isEqualTo("hello\n");
        assertThat(text(events, true)).isEqualTo("oops\n");
        JobRecord record = awaitEnd(id);
        assertThat(record.state()).isEqualTo(JobState.COMPLETED);
        assertThat(record.end().orElseThrow().result()).contains(new ProgramResult.ExitCode(3));
        assertThat(record.provider()).contains(provider.identity.peerId());
        assertThat(record.attempt()).isEqualTo(1);
        assertThat(record.startedAt()).isPresent();
        assertThat(record.considered())
                .containsExactly(provider.identity.peerId().name() + ": took the job");
        await().untilAsserted(() -> assertThat(provider.acknowledged).hasValue(6));
        assertThat(submissions.cancel(id)).isFalse();
        assertThat(follow(id)).isEqualTo(events);
    }

    @Test
    void submit_isWrittenDownBeforeItReturns() {
        JobId id = submit();
        JobRecord record = store.requested().find(id).orElseThrow();
        assertThat(record.what()).isEqualTo("bash");
        assertThat(record.networkName()).isEqualTo("Team");
        assertThat(store.requested().spec(id)).isPresent();
        assertThat(home.jobEvents(id)).isNotEmptyFile();
    }

    @Test
    void lease_isRenewedWhileTheJobRuns() throws Exception {
        JobId id = submit();
        provider.stateChanged(JobState.RUNNING);
        await().until(() -> provider.renewals.get() > 5);
        provider.exit(0);
        assertThat(awaitEnd(id).state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void refusedJob_goesToTheNext() throws Exception {
        provider.refusing("rule: nights\u001b[2J only");
        ScriptedProvider second = provider(2);
        JobId id = submit();
        assertThat(second.submitted.take().getAttempt()).isEqualTo(2);
        second.exit(0);
        JobRecord record = awaitEnd(id);
        assertThat(record.state()).isEqualTo(JobState.COMPLETED);
        assertThat(record.considered())
                .containsExactly(
                        provider.identity.peerId().name() + ": refused: rule: nights [2J only",
                        second.identity.peerId().name() + ": took the job");
        assertThat(record.attempt()).isEqualTo(2);
    }

    @Test
    void unreachableAndSilentProviders_arePassedOver_andTheirJobWithdrawn() throws Exception {
        provider.vanish();
        ScriptedProvider second = provider(3).silent();
        ScriptedProvider third = provider(2);
        JobId id = submit();
        assertThat(third.submitted.take().getAttempt()).isEqualTo(3);
        third.exit(0);
        assertThat(awaitEnd(id).considered())
                .containsExactly(
                        provider.identity.peerId().name() + ": could not be reached: no connection",
                        second.identity.peerId().name() + ": did not answer in 5 s",
                        third.identity.peerId().name() + ": took the job");
        assertThat(second.cancelled.poll(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void jobThatNobodyTakes_isRejected() {
        provider.refusing("rule: nights only");
        JobRecord record = awaitEnd(submit());
        assertThat(record.state()).isEqualTo(JobState.REJECTED);
        JobEnd end = record.end().orElseThrow();
        assertThat(end.cause()).isEqualTo(Cause.NO_PROVIDER);
        assertThat(end.message())
                .isEqualTo("no provider can take this job: "
                        + provider.identity.peerId().name() + " refused: rule: nights only");
    }

    @Test
    void jobThatNobodyCanTake_fails() {
        offers.clear();
        JobRecord record = awaitEnd(submit());
        assertThat(record.state()).isEqualTo(JobState.FAILED);
        assertThat(record.end().orElseThrow().message())
                .isEqualTo("no provider can take this job: no peer is known in this network, and this machine does not"
                        + " lend");
    }

    @Test
    void job_waitsAMomentForSomebodyWhoLends() throws Exception {
        offers.clear();
        JobId id = submit();
        offers.add(provider.offer(1));
        provider.submitted.take();
        provider.exit(0);
        assertThat(awaitEnd(id).state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void follower_ofAJobWhoseLogIsGone_isToldTheEnd() throws Exception {
        JobId id = submit();
        provider.exit(7);
        JobEnd end = awaitEnd(id).end().orElseThrow();
        await().until(() -> submissions.active() == 0);
        Files.delete(home.jobEvents(id));
        assertThat(ended(follow(id))).isEqualTo(end);
    }

    @Test
    void brokenConnections_loseAndDoubleNothing() throws Exception {
        JobId id = submit();
        provider.stateChanged(JobState.RUNNING);
        Random random = new Random(3);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        for (int round = 1; round <= 5; round++) {
            for (int i = 0; i < 50; i++) {
                byte[] data = new byte[random.nextInt(20_000)];
                random.nextBytes(data);
                written.writeBytes(data);
                provider.output(data, false);
            }
            await().until(provider::isFollowed);
            provider.breakConnections();
            int before = round;
            await().until(() -> provider.follows.get() > before);
        }
        provider.exit(0);
        assertThat(output(follow(id), false)).isEqualTo(written.toByteArray());
        assertThat(awaitEnd(id).state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void providerThatComesBackInTime_goesOn() throws Exception {
        JobId id = submit();
        provider.stateChanged(JobState.RUNNING);
        provider.output(bytes("before "), false);
        await().until(() -> provider.follows.get() > 0 && provider.renewals.get() > 1);
        provider.vanish();
        provider.output(bytes("after"), false);
        provider.serve();
        provider.exit(0);
        assertThat(text(follow(id), false)).isEqualTo("before after");
    }

    @Test
    void providerThatIsGone_losesTheJob() throws Exception {
        JobId id = submit();
        provider.stateChanged(JobState.RUNNING);
        await().until(() -> store.requested().find(id).orElseThrow().state() == JobState.RUNNING);
        provider.vanish();
        JobEnd end = awaitEnd(id).end().orElseThrow();
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.cause()).isEqualTo(Cause.PROVIDER_LOST);
        assertThat(end.outputTruncated()).isTrue();
        assertThat(end.message())
                .isEqualTo("the job was lost: " + provider.identity.peerId().name()
                        + " had it, and nothing was heard of it for 3 s");
    }

    @Test
    void providerThatForgets_losesTheJobAtOnce() {
        JobId id = submit();
        await().until(() -> provider.follows.get() > 0);
        provider.forgetJobs();
        JobEnd end = awaitEnd(id).end().orElseThrow();
        assertThat(end.cause()).isEqualTo(Cause.PROVIDER_LOST);
        assertThat(end.message()).endsWith("it does not know the job any more");
    }

    @Test
    void providerThatSkipsEvents_isNotBelieved() {
        provider.deafToCancels();
        JobId id = submit();
        provider.stateChanged(JobState.RUNNING);
        provider.leaveGap();
        provider.exit(0);
        JobEnd end = awaitEnd(id).end().orElseThrow();
        assertThat(end.cause()).isEqualTo(Cause.PROVIDER_FAILED);
        assertThat(end.message()).contains("makes no sense");
        assertThat(provider.cancelled).isNotEmpty();
    }

    @Test
    void cancel_isPassedOn() throws Exception {
        JobId id = submit();
        provider.stateChanged(JobState.RUNNING);
        provider.submitted.take();
        await().until(() -> store.requested().find(id).orElseThrow().state() == JobState.RUNNING);
        assertThat(submissions.cancel(id)).isTrue();
        assertThat(provider.cancelled.take().getAttempt()).isEqualTo(1);
        JobEnd end = awaitEnd(id).end().orElseThrow();
        assertThat(end.state()).isEqualTo(JobState.CANCELLED);
        assertThat(end.message()).isEqualTo("the job was cancelled");
        assertThat(end.result()).contains(new ProgramResult.Signal(15));
    }

    @Test
    void cancel_withoutTheProvidersWord_endsHere() {
        provider.deafToCancels();
        JobId id = submit();
        await().until(() -> provider.follows.get() > 0);
        submissions.cancel(id);
        assertThat(awaitEnd(id).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void cancel_whileTheProviderIsAsked_endsAtOnce() throws Exception {
        provider.silent();
        JobId id = submit();
        provider.submitted.take();
        submissions.cancel(id);
        assertThat(awaitEnd(id).state()).isEqualTo(JobState.CANCELLED);
        assertThat(provider.cancelled.poll(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void foregroundJob_thatNobodyFollows_isCancelled() throws Exception {
        JobId id = submissions.submit(SPEC, network, VpnPolicy.NOTHING, false);
        try (JobFollower follower = submissions.follow(id, 1, true)) {
            assertThat(follower.next(Duration.ofSeconds(5))).isPresent();
            provider.stateChanged(JobState.RUNNING);
            await().during(SHORT.abandonment().plusMillis(300)).until(() -> provider.cancelled.isEmpty());
        }
        JobEnd end = awaitEnd(id).end().orElseThrow();
        assertThat(end.state()).isEqualTo(JobState.CANCELLED);
        assertThat(end.message()).startsWith("the job was cancelled: nobody followed it for ");
    }

    @Test
    void close_endsJobsHereAndThere() throws Exception {
        provider.deafToCancels();
        JobId id = submit();
        provider.stateChanged(JobState.RUNNING);
        await().until(() -> store.requested().find(id).orElseThrow().state() == JobState.RUNNING);
        JobFollower follower = submissions.follow(id, 1, false);
        closed.add(follower);
        submissions.close();
        assertThat(provider.cancelled.poll(1, TimeUnit.SECONDS)).isNotNull();
        JobEnd end = store.requested().find(id).orElseThrow().end().orElseThrow();
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.cause()).isEqualTo(Cause.REQUESTER_STOPPED);
        assertThat(end.message()).isEqualTo("the job was ended: omertad on this machine was stopped");
        assertThat(ended(rest(follower))).isEqualTo(end);
        assertThatThrownBy(this::submit)
                .isInstanceOfSatisfying(
                        OmertaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXHAUSTED));
    }

    @Test
    void close_whileACancelWaitsForTheProvider_writesTheEnd() {
        provider.deafToCancels();
        JobId id = submit();
        await().until(() -> provider.follows.get() > 0);
        submissions.cancel(id);
        await().until(() -> !provider.cancelled.isEmpty());
        submissions.close();
        assertThat(store.requested().find(id).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void start_endsWhatAKilledDaemonLeft_andTellsTheProvider() throws Exception {
        JobRecord left = JobRecord.submitted(
                JobId.random(new Random()), network.id(), "Team", "bash", "", SPEC.resources(), true, Instant.now());
        store.requested().insert(left, Blob.ofText(""));
        store.requested().assign(left.id(), provider.identity.peerId(), 1);
        try (JobSubmissions restarted = start();
                JobFollower follower = restarted.follow(left.id(), 1, false)) {
            JobEnd end = store.requested().find(left.id()).orElseThrow().end().orElseThrow();
            assertThat(end.cause()).isEqualTo(Cause.REQUESTER_STOPPED);
            assertThat(end.message()).isEqualTo("the job was ended: omertad on this machine was killed");
            assertThat(ended(rest(follower))).isEqualTo(end);
            assertThat(provider.cancelled.poll(5, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void guest_reachesTheExposedPort_throughTheTunnelStream_alsoAfterItBroke() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write(bytes("input"));
            exchange.close();
        });
        server.start();
        closed.add(() -> server.stop(0));
        VpnPolicy policy = VpnPolicy.exposing(
                List.of(new ExposedPort(8_000, server.getAddress().getPort())));
        submissions.submit(SPEC, network, policy, true);
        await().until(() -> !provider.guests.isEmpty());
        assertThat(provider.guests.getFirst().get("10.0.0.1", 8_000, "/").join().text())
                .endsWith("input");
        provider.breakConnections();
        await().until(() -> provider.guests.size() > 1);
        assertThat(provider.guests.getLast().get("10.0.0.1", 8_000, "/").join().text())
                .endsWith("input");
        provider.exit(0);
    }

    @Test
    void follow_ofUnknownJob_isRefused() {
        assertThatThrownBy(() -> submissions.follow(JobId.random(new Random()), 1, false))
                .isInstanceOfSatisfying(
                        OmertaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void follow_fromTheMiddle_startsThere() throws Exception {
        JobId id = submit();
        provider.output(bytes("a"), false);
        provider.output(bytes("b"), false);
        provider.exit(0);
        awaitEnd(id);
        try (JobFollower follower = submissions.follow(id, 3, false)) {
            List<JobEvent> events = rest(follower);
            assertThat(events).extracting(JobEvent::sequence).containsExactly(3L, 4L);
            assertThat(text(events, false)).isEqualTo("b");
        }
        try (JobFollower follower = submissions.follow(id, 99, false)) {
            assertThat(rest(follower)).isEmpty();
        }
    }

    private JobId submit() {
        return submissions.submit(SPEC, network, VpnPolicy.NOTHING, true);
    }

    private JobRecord awaitEnd(JobId id) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> store.requested().find(id).orElseThrow(),
                        record -> record.end().isPresent());
    }

    private List<JobEvent> follow(JobId id) throws InterruptedException {
        try (JobFollower follower = submissions.follow(id, 1, false)) {
            return rest(follower);
        }
    }

    private static List<JobEvent> rest(JobFollower follower) throws InterruptedException {
        List<JobEvent> events = new ArrayList<>();
        while (!follower.isOver()) {
            Optional<JobEvent> event = follower.next(Duration.ofSeconds(20));
            event.ifPresent(events::add);
        }
        return events;
    }

    private static JobEnd ended(List<JobEvent> events) {
        return ((JobEvent.Ended) events.getLast()).end();
    }

    private static byte[] output(List<JobEvent> events, boolean standardError) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (JobEvent event : events) {
            if (event instanceof JobEvent.Output output && output.standardError() == standardError) {
                all.writeBytes(output.data().toBytes());
            }
        }
        return all.toByteArray();
    }

    private static String text(List<JobEvent> events, boolean standardError) {
        return new String(output(events, standardError), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
