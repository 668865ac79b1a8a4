package io.omerta.bench.checkpoint;

import io.omerta.bench.RunningQemu;
import io.omerta.core.config.Configuration;
import io.omerta.core.job.Blob;
import io.omerta.core.job.JobId;
import io.omerta.core.job.Resources;
import io.omerta.vm.HypervisorReport;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmRequest;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.agent.GuestConfiguration;
import io.omerta.vm.agent.GuestProgram;
import io.omerta.vm.agent.VpnSettings;
import io.omerta.vm.frame.MacAddress;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.qemu.QemuHypervisor;
import io.omerta.vm.qemu.QemuSettings;
import io.omerta.vm.template.TemplateLimits;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The daemon's way: one machine, whose program waits, again and again to disk and back. */
final class OmertaCheckpoint implements AutoCloseable {
    static final long MACHINE_MEBIBYTES = 256;
    private static final long DISK_BYTES = 256 * Resources.MEBIBYTE;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path directory;
    private final QemuHypervisor hypervisor;
    private final VmRequest request;
    private final List<String> commandLine;
    private VirtualMachine machine;
    private long memoryBytes;

    private OmertaCheckpoint(
            Path directory, QemuHypervisor hypervisor, VmRequest request, VirtualMachine machine, List<String> line) {
        this.directory = directory;
        this.hypervisor = hypervisor;
        this.request = request;
        this.machine = machine;
        this.commandLine = line;
    }

    static OmertaCheckpoint open(GuestImage image) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("bench");
        Path run = Files.createDirectory(directory.resolve("run"));
        QemuHypervisor hypervisor = QemuHypervisor.open(new QemuSettings(
                run,
                directory.resolve("acceleration.json"),
                Configuration.Acceleration.AUTO,
                directory.resolve("templates"),
                new TemplateLimits(0, Duration.ZERO),
                0));
        long memory = MACHINE_MEBIBYTES * Resources.MEBIBYTE - VmRequest.guestOverheadBytes(image);
        VmRequest request = new VmRequest(new JobId(0, 1), image, new Resources(1, memory, DISK_BYTES));
        VirtualMachine machine = hypervisor.boot(request);
        start(machine);
        List<String> line = RunningQemu.of(machine.id()).commandLine();
        return new OmertaCheckpoint(directory, hypervisor, request, machine, line);
    }

    private static void start(VirtualMachine machine) throws IOException, InterruptedException {
        machine.awaitReady(LIMIT);
        VpnSettings vpn =
                new VpnSettings(key(), key(), Optional.empty(), address(10, 0, 0, 2), address(10, 0, 0, 1), 1408);
        machine.agent()
                .configure(new GuestConfiguration("bench", Instant.now(), key(), MacAddress.random(RANDOM), vpn));
        await(machine, AgentEvent.Configured.class);
        long memory = machine.request().resources().memoryBytes();
        machine.agent()
                .run(new GuestProgram(List.of("sleep", "1000000"), List.of(), List.of(), memory, 100, DISK_BYTES));
        await(machine, AgentEvent.Started.class);
    }

    private static void await(VirtualMachine machine, Class<? extends AgentEvent> expected)
            throws InterruptedException {
        Optional<AgentEvent> event = machine.agent().receive(LIMIT);
        if (event.filter(expected::isInstance).isEmpty()) {
            throw new IllegalStateException("the guest said " + event);
        }
    }

    private static Blob key() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Blob.copyOf(bytes);
    }

    private static Inet4Address address(int... parts) throws IOException {
        byte[] bytes = {(byte) parts[0], (byte) parts[1], (byte) parts[2], (byte) parts[3]};
        return (Inet4Address) InetAddress.getByAddress(bytes);
    }

    HypervisorReport report() throws InterruptedException {
        return hypervisor.probe(request.image());
    }

    /** Of the machine when it was booted; its disk is not there any more. As {@link RunningQemu#commandLine} has it. */
    List<String> commandLine() {
        return commandLine;
    }

    /** That memory and devices took on disk in the last round. */
    long memoryBytes() {
        return memoryBytes;
    }

    Round measure() throws IOException, InterruptedException {
        Path checkpoint = Files.createDirectory(directory.resolve("checkpoint"));
        long start = System.nanoTime();
        String digest = machine.checkpoint(checkpoint);
        long written = System.nanoTime();
        machine.close();
        long before = System.nanoTime();
        machine = hypervisor.restore(request, checkpoint, digest);
        machine.resume();
        long back = System.nanoTime();
        memoryBytes = Files.size(checkpoint.resolve("memory"));
        delete(checkpoint);
        return new Round(Duration.ofNanos(written - start), Duration.ofNanos(back - before));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Override
    public void close() throws IOException {
        machine.close();
        hypervisor.close();
        Files.deleteIfExists(directory.resolve("run"));
        Files.deleteIfExists(directory.resolve("templates"));
        Files.deleteIfExists(directory.resolve("acceleration.json"));
        Files.delete(directory);
    }
}
