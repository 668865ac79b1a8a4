package io.omerta.bench.owner;

import io.omerta.bench.RunningQemu;
import io.omerta.core.config.Configuration;
import io.omerta.core.job.JobId;
import io.omerta.core.job.Resources;
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
import java.util.ArrayList;
import java.util.List;

/** Machines of both kinds, each with a program that never pauses. Owns them. */
final class BusyMachines implements AutoCloseable {
    static final long DISK_BYTES = 64 * Resources.MEBIBYTE;

    private final Path directory;
    private final QemuHypervisor hypervisor;
    private final List<VirtualMachine> walled = new ArrayList<>();
    private final List<PlainMachine> plain = new ArrayList<>();

    private BusyMachines(Path directory, QemuHypervisor hypervisor) {
        this.directory = directory;
        this.hypervisor = hypervisor;
    }

    /** All of them stopped. */
    static BusyMachines start(GuestImage image, int ofEachKind) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("bench");
        Path run = Files.createDirectory(directory.resolve("run"));
        QemuSettings settings = new QemuSettings(
                run,
                directory.resolve("acceleration.json"),
                Configuration.Acceleration.AUTO,
                directory.resolve("templates"),
                new TemplateLimits(0, Duration.ZERO),
                0);
        BusyMachines machines = new BusyMachines(directory, QemuHypervisor.open(settings));
        try {
            for (int i = 0; i < ofEachKind; i++) {
                machines.add(new VmRequest(
                        new JobId(0, i + 1), image, new Resources(1, 64 * Resources.MEBIBYTE, DISK_BYTES)));
            }
            return machines;
        } catch (IOException | InterruptedException | RuntimeException e) {
            machines.close();
            throw e;
        }
    }

    private void add(VmRequest request) throws IOException, InterruptedException {
        VirtualMachine machine = hypervisor.boot(request);
        walled.add(machine);
        BusyGuest.start(machine.agent());
        RunningQemu qemu = RunningQemu.of(machine.id());
        Stopping.stop(List.of(qemu.process()));
        PlainMachine copy = PlainMachine.start(qemu.commandLine(), directory.resolve("plain-" + plain.size()));
        plain.add(copy);
        BusyGuest.start(copy.agent());
        Stopping.stop(List.of(copy.process()));
    }

    List<ProcessHandle> walled() {
        return walled.stream()
                .map(machine -> RunningQemu.of(machine.id()).process())
                .toList();
    }

    List<ProcessHandle> plain() {
        return plain.stream().map(PlainMachine::process).toList();
    }

    @Override
    public void close() throws IOException {
        plain.forEach(PlainMachine::close);
        hypervisor.close();
        Files.deleteIfExists(directory.resolve("run"));
        Files.deleteIfExists(directory.resolve("templates"));
        Files.deleteIfExists(directory.resolve("acceleration.json"));
        Files.delete(directory);
    }
}
