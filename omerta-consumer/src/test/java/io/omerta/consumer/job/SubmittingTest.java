package io.omerta.consumer.job;

import static org.awaitility.Awaitility.await;

import io.omerta.consumer.dns.NameResolver;
import io.omerta.consumer.hub.VpnHub;
import io.omerta.consumer.placement.ProviderOffer;
import io.omerta.consumer.policy.VpnPolicy;
import io.omerta.core.config.HubRange;
import io.omerta.core.config.OmertaHome;
import io.omerta.core.identity.Identity;
import io.omerta.core.job.Blob;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobEvent;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Limits;
import io.omerta.core.job.Program;
import io.omerta.core.job.Resources;
import io.omerta.core.network.Network;
import io.omerta.core.store.JobRecord;
import io.omerta.core.store.JobStore;
import io.omerta.network.path.DirectPaths;
import io.omerta.network.transport.Memberships;
import io.omerta.network.transport.PeerConnections;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A requester, and providers that do what a test tells them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class SubmittingTest {
    static final JobTimings SHORT = new JobTimings(
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1));
    static final JobSpec SPEC = new JobSpec(
            new Program.Script("bash", Blob.ofText("echo hello")),
            new Resources(1, 256L << 20, 1L << 30),
            Limits.PROVIDERS_OWN,
            List.of(),
            "a test");

    @TempDir
    Path folder;

    final Network network = Network.create("Team", List.of(), Instant.now(), new SecureRandom());
    private final Identity identity = Identity.generate(new SecureRandom());
    private final VpnHub hub =
            VpnHub.start(HubRange.parse("10.0.0.0/16"), _ -> Optional.empty(), NameResolver.SYSTEM, Instant.now());
    private final PeerConnections connections =
            new PeerConnections(identity, new Memberships(() -> List.of(network)), InstantSource.system());
    final List<ProviderOffer> offers = new CopyOnWriteArrayList<>();
    /** Runs whenever somebody has looked at them. */
    volatile Runnable afterLook = () -> {};

    final List<AutoCloseable> closed = new ArrayList<>();
    OmertaHome home;
    JobStore store;
    JobSubmissions submissions;
    ScriptedProvider provider;

    @BeforeEach
    void setUp() throws Exception {
        home = OmertaHome.at(homeFolder());
        home.prepare();
        store = JobStore.open(home.database(), identity.peerId());
        submissions = start(timings());
        provider = provider(4);
    }

    /** Where the requester keeps what it has. */
    Path homeFolder() throws IOException {
        return folder.resolve("home");
    }

    JobTimings timings() {
        return SHORT;
    }

    JobSubmissions start() {
        return start(timings());
    }

    JobSubmissions start(JobTimings timings) {
        return JobSubmissions.start(new Requester(
                home,
                identity,
                store.requested(),
                store.reputations(),
                hub,
                connections,
                DirectPaths.forbidden(),
                id -> id.equals(network.id()) ? look() : List.of(),
                timings,
                InstantSource.system()));
    }

    private List<ProviderOffer> look() {
        List<ProviderOffer> seen = List.copyOf(offers);
        afterLook.run();
        return seen;
    }

    ScriptedProvider provider(int freeCpus) {
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

    JobId submit() {
        return submissions.submit(SPEC, network, VpnPolicy.NOTHING, true);
    }

    JobRecord awaitEnd(JobId id) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> store.requested().find(id).orElseThrow(),
                        record -> record.end().isPresent());
    }

    List<JobEvent> follow(JobId id) throws InterruptedException {
        try (JobFollower follower = submissions.follow(id, 1, false)) {
            return rest(follower);
        }
    }

    static List<JobEvent> rest(JobFollower follower) throws InterruptedException {
        List<JobEvent> events = new ArrayList<>();
        while (!follower.isOver()) {
            Optional<JobEvent> event = follower.next(Duration.ofSeconds(20));
            event.ifPresent(events::add);
        }
        return events;
    }

    static JobEnd ended(List<JobEvent> events) {
        return ((JobEvent.Ended) events.getLast()).end();
    }

    static byte[] output(List<JobEvent> events, boolean standardError) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (JobEvent event : events) {
            if (event instanceof JobEvent.Output output && output.standardError() == standardError) {
                all.writeBytes(output.data().toBytes());
            }
        }
        return all.toByteArray();
    }

    static String text(List<JobEvent> events, boolean standardError) {
        return new String(output(events, standardError), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
