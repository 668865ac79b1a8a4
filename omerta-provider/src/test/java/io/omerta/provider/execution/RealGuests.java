package io.omerta.provider.execution;

import io.omerta.core.config.Configuration;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Resources;
import io.omerta.vm.VmRequest;
import io.omerta.vm.image.Architecture;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.image.ImageRules;
import io.omerta.vm.qemu.QemuHypervisor;
import io.omerta.vm.qemu.QemuSettings;
import io.omerta.vm.template.TemplateLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** Real machines of one shape, cloned from a template that is made first. */
final class RealGuests implements AutoCloseable {
    private static final Duration TEMPLATE_LIMIT = Duration.ofMinutes(2);
    /** Shared by the tests of this build: to make one takes longer than to use it. */
    private static final Path TEMPLATES = Path.of("target", "templates");

    private static final long TEMPLATE_BYTES = 16L << 30;

    private final QemuHypervisor hypervisor;
    private final GuestImage image;
    private final AtomicLong jobs = new AtomicLong();

    private RealGuests(QemuHypervisor hypervisor, GuestImage image) {
        this.hypervisor = hypervisor;
        this.image = image;
    }

    /**
     * @param property that names the image's folder, as {@code bin/test} sets it
     * @param directory for everything of the machines but their template
     */
    static RealGuests open(String property, Path directory) throws IOException, InterruptedException {
        String folder = System.getProperty(property);
        if (folder == null) {
            throw new AssertionError("-D" + property + " is missing: bin/test runs the tests with virtual machines");
        }
        GuestImage image = GuestImage.open(Path.of(folder), new ImageRules(Architecture.ofHost(), true));
        QemuHypervisor hypervisor = QemuHypervisor.open(new QemuSettings(
                Files.createDirectories(directory.resolve("run")),
                directory.resolve("acceleration.json"),
                Configuration.Acceleration.AUTO,
                TEMPLATES,
                new TemplateLimits(TEMPLATE_BYTES, Duration.ofDays(1)),
                0));
        RealGuests guests = new RealGuests(hypervisor, image);
        VmRequest request = guests.request();
        hypervisor.prepare(request);
        Awaitility.await().atMost(TEMPLATE_LIMIT).until(() -> hypervisor.isPrepared(request));
        return guests;
    }

    QemuHypervisor hypervisor() {
        return hypervisor;
    }

    /** Of another job each time. */
    VmRequest request() {
        return new VmRequest(
                new JobId(7, jobs.incrementAndGet()),
                image,
                new Resources(1, 128 * Resources.MEBIBYTE, JobSpec.DEFAULT_DISK_BYTES));
    }

    @Override
    public void close() {
        hypervisor.close();
    }
}
