package io.omerta.bench.vm;

import io.omerta.core.config.Configuration;
import io.omerta.core.file.FolderTree;
import io.omerta.core.job.Blob;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Resources;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmRequest;
import io.omerta.vm.agent.AgentChannel;
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

/** A hypervisor over a folder of its own, with or without templates. */
public final class Rig implements AutoCloseable {
    static final Duration LIMIT = Duration.ofMinutes(2);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long LOOK_MILLISECONDS = 50;

    private final Path directory;
    private final GuestImage image;
    private final QemuHypervisor hypervisor;

    private Rig(Path directory, GuestImage image, QemuHypervisor hypervisor) {
        this.directory = directory;
        this.image = image;
        this.hypervisor = hypervisor;
    }

    /** @param templateBytes 0: every machine boots */
    public static Rig open(GuestImage image, long templateBytes, int pool) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("bench");
        QemuSettings settings = new QemuSettings(
                Files.createDirectory(directory.resolve("run")),
                directory.resolve("acceleration.json"),
                Configuration.Acceleration.AUTO,
                directory.resolve("templates"),
                new TemplateLimits(templateBytes, Duration.ofDays(1)),
                pool);
        return new Rig(directory, image, QemuHypervisor.open(settings));
    }

    public QemuHypervisor hypervisor() {
        return hypervisor;
    }

    public VmRequest request(long mebibytes) {
        return new VmRequest(
                new JobId(0, 1), image, new Resources(1, mebibytes * Resources.MEBIBYTE, JobSpec.DEFAULT_DISK_BYTES));
    }

    /** Until clones of that shape can be had. */
    public void prepare(VmRequest request) throws InterruptedException {
        hypervisor.prepare(request);
        await(() -> hypervisor.isPrepared(request));
    }

    interface Condition {
        boolean holds() throws InterruptedException;
    }

    static void await(Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("nothing came of it within " + LIMIT);
            }
            Thread.sleep(LOOK_MILLISECONDS);
        }
    }

    /** From the request to the agent's answer. The caller closes the machine. */
    public VirtualMachine ready(VmRequest request) throws InterruptedException {
        VirtualMachine machine = hypervisor.boot(request);
        machine.awaitReady(LIMIT);
        return machine;
    }

    /** A machine that was told who it is. */
    public static void configure(VirtualMachine machine) throws IOException, InterruptedException {
        configure(machine, MacAddress.random(RANDOM));
    }

    /** A machine that was told who it is, by that address too. */
    public static void configure(VirtualMachine machine, MacAddress mac) throws IOException, InterruptedException {
        AgentChannel agent = machine.agent();
        VpnSettings vpn =
                new VpnSettings(random(), random(), Optional.empty(), address("10.0.0.2"), address("10.0.0.1"), 1408);
        agent.configure(new GuestConfiguration("bench", Instant.now(), random(), mac, vpn));
        require(agent.receive(LIMIT), AgentEvent.Configured.class);
    }

    /** Until its first output, or its end where it has none. */
    public static Duration firstByte(VirtualMachine machine, String... argv) throws InterruptedException {
        Resources resources = machine.request().resources();
        long start = System.nanoTime();
        machine.agent()
                .run(new GuestProgram(
                        List.of(argv), List.of(), List.of(), resources.memoryBytes(), 100, resources.diskBytes()));
        require(machine.agent().receive(LIMIT), AgentEvent.Started.class);
        AgentEvent event = machine.agent().receive(LIMIT).orElseThrow();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        while (event instanceof AgentEvent.Output) {
            event = machine.agent().receive(LIMIT).orElseThrow();
        }
        require(Optional.of(event), AgentEvent.Ended.class);
        return took;
    }

    private static void require(Optional<AgentEvent> event, Class<? extends AgentEvent> kind) {
        if (event.isEmpty() || !kind.isInstance(event.get())) {
            throw new IllegalStateException("the guest said " + event + ", not " + kind.getSimpleName());
        }
    }

    private static Blob random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Blob.copyOf(bytes);
    }

    private static Inet4Address address(String text) throws IOException {
        return (Inet4Address) InetAddress.getByName(text);
    }

    /** What machines have left in the folder; to be asked when all are closed. */
    long leftovers() throws IOException {
        try (Stream<Path> left = Files.list(directory.resolve("run"))) {
            return left.count() + ProcessHandle.current().descendants().count() - hypervisor.waiting();
        }
    }

    @Override
    public void close() throws IOException {
        hypervisor.close();
        FolderTree.delete(directory);
    }
}
