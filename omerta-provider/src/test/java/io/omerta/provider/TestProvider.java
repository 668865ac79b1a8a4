package io.omerta.provider;

import io.omerta.core.config.OmertaHome;
import io.omerta.core.config.VpnServers;
import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.JobId;
import io.omerta.core.job.Resources;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.core.store.JobStore;
import io.omerta.network.path.DirectPaths;
import io.omerta.network.transport.Memberships;
import io.omerta.network.transport.PeerServer;
import io.omerta.provider.admission.ServerPolicy;
import io.omerta.provider.execution.Patience;
import io.omerta.vm.Hypervisor;
import io.omerta.vm.VmRequest;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.standin.GuestScript;
import io.omerta.vm.standin.StandInHypervisor;
import io.omerta.vm.standin.StandInImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A provider on the loopback interface, whose guests follow scripts. */
final class TestProvider implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(60);
    static final Patience PATIENT = new Patience(LONG, LONG, LONG, LONG, LONG);
    static final Resources CAPACITY = new Resources(2, 1024L << 20, 16L << 30, 1);

    private final Identity identity = Identity.generate(new SecureRandom());
    private final Map<JobId, GuestScript> scripts = new ConcurrentHashMap<>();
    final Network network = network("Test");
    final Network otherNetwork = network("Other");
    final OmertaHome home;
    final JobStore store;
    final StandInHypervisor hypervisor = new StandInHypervisor(this::script);
    private GuestImage image;
    private GuestScript script = GuestScript.printing("", 0);
    private LentImages images;
    private CompletableFuture<? extends Hypervisor> future = CompletableFuture.completedFuture(hypervisor);
    private Patience patience = PATIENT;
    private VpnServers servers = VpnServers.PUBLIC;
    private long reservedDiskBytes;
    private boolean checkpointOnStop;
    private DirectPaths paths = DirectPaths.forbidden();
    private Duration later = Duration.ZERO;

    @SuppressWarnings("NullAway.Init")
    private Provider provider;

    @SuppressWarnings("NullAway.Init")
    private PeerServer server;

    private TestProvider(Path folder) throws IOException {
        home = OmertaHome.at(folder.resolve("home"));
        home.prepare();
        store = JobStore.open(home.database(), identity.peerId());
        image = StandInImage.create(folder.resolve("image"));
        images = _ -> image;
    }

    static TestProvider in(Path folder) throws IOException {
        return new TestProvider(folder);
    }

    static Network network(String name) {
        return Network.create(name, List.of(), Instant.ofEpochSecond(1_790_000_000), new SecureRandom());
    }

    private GuestScript script(VmRequest request) {
        return scripts.getOrDefault(request.job(), script);
    }

    TestProvider withGuests(GuestScript all) {
        script = all;
        return this;
    }

    void withGuest(JobId job, GuestScript one) {
        scripts.put(job, one);
    }

    TestProvider withPatience(Patience other) {
        patience = other;
        return this;
    }

    TestProvider withHypervisor(CompletableFuture<? extends Hypervisor> other) {
        future = other;
        return this;
    }

    /** Its image has drivers for graphics cards. */
    TestProvider withDrivers() throws IOException {
        image = StandInImage.createWithDrivers(home.root().resolve("image-with-drivers"), List.of("amdgpu"));
        return this;
    }

    TestProvider withImages(LentImages other) {
        images = other;
        return this;
    }

    TestProvider withReservedDisk(long bytes) {
        reservedDiskBytes = bytes;
        return this;
    }

    TestProvider withCheckpointOnStop() {
        checkpointOnStop = true;
        return this;
    }

    /** Closed with the provider. */
    TestProvider withPaths(DirectPaths other) {
        paths = other;
        return this;
    }

    /** For its next {@link #start}: that the clock on the wall shows so much more than it should. */
    void putClockForward(Duration by) {
        later = by;
    }

    TestProvider start() {
        InstantSource time = InstantSource.offset(InstantSource.system(), later);
        ProviderSettings settings = new ProviderSettings(
                identity.peerId(),
                home,
                CAPACITY,
                Duration.ofHours(1),
                1 << 20,
                2,
                new ServerPolicy(servers, _ -> Optional.empty()),
                reservedDiskBytes,
                checkpointOnStop,
                ProviderSettings.DEFAULT_RETENTION,
                patience);
        provider = Provider.start(settings, future, images, store, paths, time);
        server = PeerServer.start(
                identity,
                new Memberships(() -> List.of(network, otherNetwork)),
                List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)),
                List.of(provider.service()),
                InstantSource.system());
        return this;
    }

    TestRequester requester() {
        return new TestRequester(this, network);
    }

    Provider provider() {
        return provider;
    }

    PeerId id() {
        return identity.peerId();
    }

    Endpoint endpoint() {
        return Endpoint.of("127.0.0.1", server.port());
    }

    /** What the daemon does when it ends; {@link #start} starts the next one on the same home. */
    void stop() {
        provider.close();
        server.close();
    }

    @Override
    public void close() {
        stop();
        hypervisor.close();
        store.close();
        paths.close();
    }
}
