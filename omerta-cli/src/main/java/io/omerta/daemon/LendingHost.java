package io.omerta.daemon;

import io.omerta.core.config.Configuration;
import io.omerta.core.config.OmertaHome;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Resources;
import io.omerta.vm.Hypervisor;
import io.omerta.vm.HypervisorReport;
import io.omerta.vm.VmRequest;
import io.omerta.vm.gpu.GraphicsCards;
import io.omerta.vm.image.Architecture;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.image.ImageNeed;
import io.omerta.vm.image.ImageRules;
import io.omerta.vm.image.ImageStore;
import io.omerta.vm.qemu.QemuHypervisor;
import io.omerta.vm.qemu.QemuSettings;
import io.omerta.vm.template.TemplateLimits;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What VMs need here, found out in the background so that the daemon starts fast: the guest image, whose every byte is
 * checked, the hypervisor, and how it accelerates. Goes on looking, for an image may be built or broken later. Owns its
 * thread and the hypervisor.
 */
final class LendingHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LendingHost.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);
    /** A template that nobody has used for so long goes; it is made again in seconds. */
    private static final Duration TEMPLATE_AGE = Duration.ofDays(14);

    private static final Duration STOPPING = Duration.ofSeconds(6);

    private final OmertaHome home;
    private final boolean lends;
    private final Configuration.VmSettings settings;
    private final GraphicsCards cards;
    private final ImageStore images;
    private final CompletableFuture<Hypervisor> hypervisor = new CompletableFuture<>();
    private final CountDownLatch examined = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread examiner;
    private volatile Optional<GuestImage> image = Optional.empty();
    private volatile List<GuestImage> found = List.of();
    private volatile Optional<OmertaException> imageProblem = Optional.empty();
    private volatile Optional<OmertaException> hypervisorProblem = Optional.empty();
    /** Digest of the image that the usual job has been prepared for; the examiner's own. */
    private String prepared = "";

    private volatile String acceleration = "unknown";
    private volatile String containment = "";

    private LendingHost(OmertaHome home, boolean lends, Configuration.VmSettings settings, GraphicsCards cards) {
        this.home = home;
        this.lends = lends;
        this.settings = settings;
        this.cards = cards;
        this.images = new ImageStore(home.images(), new ImageRules(Architecture.ofHost(), settings.allowTestImage()));
        this.examiner = Thread.ofPlatform().daemon().name("lending-host").unstarted(this::examine);
    }

    static LendingHost start(OmertaHome home, Configuration configuration, GraphicsCards cards) {
        LendingHost host = new LendingHost(home, configuration.lending().enabled(), configuration.vm(), cards);
        host.examiner.start();
        return host;
    }

    /** Completed when it has been found; fails with an {@link OmertaException}. */
    CompletableFuture<Hypervisor> hypervisor() {
        return hypervisor;
    }

    /** The image that was last found good. */
    Optional<GuestImage> image() {
        return image;
    }

    /** All images that were last found good, the current one first. */
    List<GuestImage> images() {
        return found;
    }

    /** The image for a job, as {@link ImageStore#choose}. */
    GuestImage imageFor(ImageNeed need) {
        return images.choose(need);
    }

    /** Why no VM can run here; empty when one can. */
    Optional<OmertaException> problem() {
        return imageProblem.or(() -> hypervisorProblem);
    }

    /** "kvm", "hvf", "tcg", or "unknown" before the probe has ended. */
    String acceleration() {
        return acceleration;
    }

    /** What holds a VM's process here, in one sentence; empty before the probe has ended. */
    String containment() {
        return containment;
    }

    void awaitExamination(Duration atMost) throws InterruptedException {
        boolean _ = examined.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void examine() {
        try {
            openHypervisor();
            do {
                lookForImage();
                examined.countDown();
                probe();
            } while (!closing.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            examined.countDown();
            hypervisor.completeExceptionally(
                    new OmertaException(ErrorCode.INTERNAL, "could not start a VM: omertad is stopping", ""));
        }
    }

    private void openHypervisor() throws InterruptedException {
        try {
            hypervisor.complete(QemuHypervisor.open(qemuSettings()));
        } catch (OmertaException e) {
            LOG.warn("no virtual machine can run here: {}", e.getMessage());
            hypervisorProblem = Optional.of(e);
            hypervisor.completeExceptionally(e);
        }
    }

    private QemuSettings qemuSettings() {
        return new QemuSettings(
                home.run(),
                home.acceleration(),
                settings.acceleration(),
                home.templates(),
                new TemplateLimits(settings.templatesMegabytes() * Resources.MEBIBYTE, TEMPLATE_AGE),
                settings.pool(),
                cards);
    }

    private void lookForImage() {
        try {
            GuestImage current = images.current();
            found = images.usable();
            image = Optional.of(current);
            imageProblem = Optional.empty();
        } catch (OmertaException e) {
            if (imageProblem
                    .map(before -> !String.valueOf(before.getMessage()).equals(e.getMessage()))
                    .orElse(true)) {
                LOG.warn("not lending: {}", e.getMessage());
            }
            image = Optional.empty();
            found = List.of();
            imageProblem = Optional.of(e);
        }
    }

    private void probe() throws InterruptedException {
        Optional<GuestImage> known = image;
        if (known.isEmpty() || !hypervisor.isDone() || hypervisor.isCompletedExceptionally()) {
            return;
        }
        try {
            HypervisorReport report = hypervisor.join().probe(known.get());
            acceleration = report.acceleration().name().toLowerCase(Locale.ROOT);
            containment = report.containment();
            hypervisorProblem = Optional.empty();
            if (lends && !prepared.equals(known.get().digest())) {
                hypervisor.join().prepare(usualJob(known.get()));
                prepared = known.get().digest();
            }
        } catch (OmertaException e) {
            hypervisorProblem = Optional.of(e);
        }
    }

    /** The first job is to find a template already. */
    private static VmRequest usualJob(GuestImage image) {
        Resources usual = new Resources(JobSpec.DEFAULT_CPUS, JobSpec.DEFAULT_MEMORY_BYTES, JobSpec.DEFAULT_DISK_BYTES);
        return new VmRequest(new JobId(0, 0), image, usual);
    }

    @Override
    public void close() {
        closing.countDown();
        examiner.interrupt();
        try {
            examiner.join(STOPPING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (hypervisor.isDone() && !hypervisor.isCompletedExceptionally()) {
            hypervisor.join().close();
        }
    }
}
