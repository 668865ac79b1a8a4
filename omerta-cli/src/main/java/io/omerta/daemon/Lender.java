package io.omerta.daemon;

import com.sun.management.OperatingSystemMXBean;
import io.grpc.BindableService;
import io.omerta.console.Version;
import io.omerta.core.config.Configuration;
import io.omerta.core.config.OmertaHome;
import io.omerta.core.error.OmertaException;
import io.omerta.core.file.DiskSpace;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.Resources;
import io.omerta.core.store.JobStore;
import io.omerta.network.discovery.Offer;
import io.omerta.network.neighbourhood.OwnNetworks;
import io.omerta.network.path.DirectPaths;
import io.omerta.proto.local.GpuStatus;
import io.omerta.provider.Provider;
import io.omerta.provider.ProviderSettings;
import io.omerta.provider.admission.ServerPolicy;
import io.omerta.provider.owner.OwnerActivity;
import io.omerta.provider.owner.OwnerWatch;
import io.omerta.vm.image.GuestImage;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** This machine as one that lends: what it has, what of it is free, and the provider that runs the jobs. */
final class Lender implements AutoCloseable {
    private final boolean enabled;
    private final LendingHost host;
    private final LentGpus gpus;
    private final Provider provider;
    private final OfferWatch watch;
    private final Optional<OwnerWatch> owner;

    private Lender(
            boolean enabled, LendingHost host, LentGpus gpus, Provider provider, Configuration.OwnerFirst owner) {
        this.enabled = enabled;
        this.host = host;
        this.gpus = gpus;
        this.provider = provider;
        this.watch = new OfferWatch(this::offer);
        this.owner = owner.pauseWhenActive()
                ? Optional.of(
                        OwnerWatch.start(OwnerActivity.ofHost(), owner.idleBeforeResume(), provider::ownerIsActive))
                : Optional.empty();
    }

    static Lender start(
            OmertaHome home, Configuration configuration, PeerId self, JobStore jobs, DirectPaths paths, Clock clock) {
        Resources withoutGpus = configuration
                .lending()
                .capacity(Runtime.getRuntime().availableProcessors(), memoryBytes(), DiskSpace.freeBytes(home.root()));
        LentGpus gpus = LentGpus.find(configuration.lending(), withoutGpus.memoryBytes());
        Resources capacity = withoutGpus.withGpus(gpus.cards().usable().size());
        LendingHost host = LendingHost.start(home, configuration, gpus.cards());
        try {
            ProviderSettings settings = ProviderSettings.of(
                    self,
                    home,
                    capacity,
                    configuration.limits().time(),
                    configuration.limits().outputBytes(),
                    configuration.limits().queueLength(),
                    new ServerPolicy(configuration.lending().vpnServers(), new OwnNetworks()),
                    configuration.vm().checkpointOnStop());
            Provider provider = Provider.start(settings, host.hypervisor(), host::imageFor, jobs, paths, clock);
            return new Lender(
                    configuration.lending().enabled(),
                    host,
                    gpus,
                    provider,
                    configuration.vm().owner());
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    /** For the server of peers. */
    BindableService service() {
        return provider.service();
    }

    /** What others are told; fast. */
    Offer offer() {
        List<GuestImage> images = host.images();
        return new Offer(
                Version.current(),
                lends(),
                lends() ? gpus.announced(provider.capacity(), images) : Resources.NONE,
                lends() ? gpus.announced(provider.available(), images) : Resources.NONE,
                languages(images),
                digests(images),
                provider.waiting());
    }

    private static List<String> languages(List<GuestImage> images) {
        return images.stream()
                .flatMap(image -> image.languages().keySet().stream().sorted())
                .distinct()
                .limit(Offer.MAX_LANGUAGES)
                .toList();
    }

    private static List<ImageDigest> digests(List<GuestImage> images) {
        return images.stream()
                .map(image -> new ImageDigest(image.digest()))
                .distinct()
                .limit(Offer.MAX_IMAGES)
                .toList();
    }

    /** It is willing, has an image, and has a hypervisor as far as is known. */
    boolean lends() {
        return enabled && host.image().isPresent() && host.problem().isEmpty();
    }

    /** Waits until it is known whether this machine can lend. */
    void awaitExamination(Duration atMost) throws InterruptedException {
        if (enabled) {
            host.awaitExamination(atMost);
        }
    }

    /** Why it cannot lend although it would; empty when it can. */
    Optional<OmertaException> problem() {
        return enabled ? host.problem() : Optional.empty();
    }

    /** The graphics cards that the owner has named. */
    List<GpuStatus> gpus() {
        return gpus.status(host.images());
    }

    Provider provider() {
        return provider;
    }

    LendingHost host() {
        return host;
    }

    /** Calls back whenever the offer has changed. */
    void onChange(Runnable callback) {
        watch.start(callback);
    }

    @Override
    public void close() {
        watch.close();
        owner.ifPresent(OwnerWatch::close);
        provider.close();
        host.close();
    }

    private static long memoryBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
