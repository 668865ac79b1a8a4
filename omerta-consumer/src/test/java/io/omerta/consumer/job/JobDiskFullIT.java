package io.omerta.consumer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.omerta.consumer.dns.NameResolver;
import io.omerta.consumer.hub.VpnHub;
import io.omerta.consumer.policy.VpnPolicy;
import io.omerta.core.config.HubRange;
import io.omerta.core.config.OmertaHome;
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
import io.omerta.core.job.Resources;
import io.omerta.core.network.Network;
import io.omerta.core.store.JobStore;
import io.omerta.network.path.DirectPaths;
import io.omerta.network.transport.Memberships;
import io.omerta.network.transport.PeerConnections;
import io.omerta.testkit.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The requester's disk runs full: the job ends with that reason, everybody is told, and the daemon goes on. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class JobDiskFullIT {
    private static final JobSpec SPEC = new JobSpec(
            new Program.Script("bash", Blob.ofText("yes")),
            new Resources(1, 256L << 20, 1L << 30),
            Limits.PROVIDERS_OWN,
            List.of(),
            "");

    @TempDir
    Path mountPoint;

    private final Network network = Network.create("Team", List.of(), Instant.now(), new SecureRandom());
    private final Identity identity = Identity.generate(new SecureRandom());
    private final VpnHub hub =
            VpnHub.start(HubRange.parse("10.0.0.0/16"), _ -> Optional.empty(), NameResolver.SYSTEM, Instant.now());
    private final PeerConnections connections =
            new PeerConnections(identity, new Memberships(() -> List.of(network)), InstantSource.system());
    private final ScriptedProvider provider = new ScriptedProvider(network);
    private SmallDisk disk;
    private JobStore store;
    private JobSubmissions submissions;

    @BeforeEach
    void setUp() throws Exception {
        disk = SmallDisk.mount(mountPoint, 2_048);
        OmertaHome home = OmertaHome.at(Files.createDirectory(
                disk.folder().resolve("home"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        home.prepare();
        store = JobStore.open(home.database(), identity.peerId());
        submissions = JobSubmissions.start(new Requester(
                home,
                identity,
                store.requested(),
                store.reputations(),
                hub,
                connections,
                DirectPaths.forbidden(),
                id -> List.of(provider.offer(4)),
                JobTimings.STANDARD,
                InstantSource.system()));
    }

    @AfterEach
    void tearDown() throws Exception {
        submissions.close();
        provider.close();
        hub.close();
        connections.close();
        store.close();
        disk.close();
    }

    @Test
    void job_endsWithThatReason_andTheEndIsWrittenWhenThereIsRoom() throws Exception {
        JobId id = submissions.submit(SPEC, network, VpnPolicy.NOTHING, true);
        provider.stateChanged(JobState.RUNNING);
        await().until(() -> store.requested().find(id).orElseThrow().state() == JobState.RUNNING);
        disk.fill();
        provider.output(new byte[100_000], false);
        assertThat(provider.cancelled.poll(20, TimeUnit.SECONDS)).isNotNull();
        JobEnd end;
        try (JobFollower follower = submissions.follow(id, 1, false)) {
            end = end(follower);
        }
        assertThat(end.cause()).isEqualTo(Cause.REQUESTER_STOPPED);
        assertThat(end.message())
                .isEqualTo("the job was ended: its output could not be kept, the disk of this machine is full");
        assertThat(end.outputTruncated()).isTrue();
        disk.makeRoom();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> store.requested().find(id).orElseThrow().end().isPresent());
        assertThat(store.requested().find(id).orElseThrow().end()).contains(end);
    }

    @Test
    void submit_isRefused_andTakenWhenThereIsRoom() throws Exception {
        disk.fill();
        assertThatThrownBy(() -> submissions.submit(SPEC, network, VpnPolicy.NOTHING, true))
                .hasMessage("could not take the job: the disk is full");
        assertThat(store.requested().newest(10)).isEmpty();
        assertThat(disk.folder().resolve("home/jobs")).isEmptyDirectory();
        disk.makeRoom();
        JobId id = submissions.submit(SPEC, network, VpnPolicy.NOTHING, true);
        provider.exit(0);
        await().until(() -> store.requested().find(id).orElseThrow().state() == JobState.COMPLETED);
    }

    private static JobEnd end(JobFollower follower) throws InterruptedException {
        while (true) {
            Optional<JobEvent> event = follower.next(Duration.ofSeconds(20));
            if (event.isPresent() && event.get() instanceof JobEvent.Ended ended) {
                return ended.end();
            }
        }
    }
}
