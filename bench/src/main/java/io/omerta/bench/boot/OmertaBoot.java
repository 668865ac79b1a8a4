package io.omerta.bench.boot;

import io.omerta.bench.RunningQemu;
import io.omerta.core.config.Configuration;
import io.omerta.core.job.JobId;
import io.omerta.core.job.Resources;
import io.omerta.vm.HypervisorReport;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmRequest;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.qemu.QemuHypervisor;
import io.omerta.vm.qemu.QemuSettings;
import io.omerta.vm.template.TemplateLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The daemon's way: through the hypervisor. */
final class OmertaBoot implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path directory;
    private final QemuHypervisor hypervisor;
    private final VmRequest request;

    private OmertaBoot(Path directory, QemuHypervisor hypervisor, VmRequest request) {
        this.directory = directory;
        this.hypervisor = hypervisor;
        this.request = request;
    }

    static OmertaBoot open(GuestImage image) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("bench");
        Path run = Files.createDirectory(directory.resolve("run"));
        // Every machine boots: there are no templates.
        QemuSettings settings = new QemuSettings(
                run,
                directory.resolve("acceleration.json"),
                Configuration.Acceleration.AUTO,
                directory.resolve("templates"),
                new TemplateLimits(0, Duration.ZERO),
                0);
        VmRequest request = new VmRequest(
                new JobId(0, 1), image, new Resources(1, 256 * Resources.MEBIBYTE, 256 * Resources.MEBIBYTE));
        return new OmertaBoot(directory, QemuHypervisor.open(settings), request);
    }

    /** Probes, which may boot a machine; only the first time. */
    HypervisorReport report() throws InterruptedException {
        return hypervisor.probe(request.image());
    }

    /** Boots once and closes the machine. From the request to the agent's first message. */
    Duration measure() throws InterruptedException {
        long start = System.nanoTime();
        try (VirtualMachine machine = hypervisor.boot(request)) {
            machine.awaitReady(LIMIT);
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    /** Of a machine that it boots, as {@link RunningQemu#commandLine} has it. */
    List<String> commandLine() throws IOException, InterruptedException {
        try (VirtualMachine machine = hypervisor.boot(request)) {
            machine.awaitReady(LIMIT);
            return RunningQemu.of(machine.id()).commandLine();
        }
    }

    @Override
    public void close() throws IOException {
        hypervisor.close();
        Files.deleteIfExists(directory.resolve("run"));
        Files.deleteIfExists(directory.resolve("templates"));
        Files.deleteIfExists(directory.resolve("acceleration.json"));
        Files.delete(directory);
    }
}
