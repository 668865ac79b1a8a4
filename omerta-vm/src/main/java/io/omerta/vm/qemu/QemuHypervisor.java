package io.omerta.vm.qemu;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobId;
import io.omerta.core.job.Resources;
import io.omerta.vm.Acceleration;
import io.omerta.vm.Hypervisor;
import io.omerta.vm.HypervisorReport;
import io.omerta.vm.VmRequest;
import io.omerta.vm.agent.AgentChannel;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.gpu.GraphicsCard;
import io.omerta.vm.gpu.GraphicsCards;
import io.omerta.vm.image.Architecture;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.scratch.ScratchDisk;
import io.omerta.vm.template.TemplateKey;
import io.omerta.vm.template.TemplateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Machines by QEMU: owns every one that it started, and the thread that starts them. */
public final class QemuHypervisor implements Hypervisor {
    private static final Logger LOG = LoggerFactory.getLogger(QemuHypervisor.class);

    /** A guest with hardware virtualisation answers within 1 s; a host without a working one may hang for ever. */
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);

    private final QemuBinary qemu;
    private final ForkThread forks;
    private final Containment containment;
    private final QemuLauncher launcher;
    private final Clones clones;
    private final GraphicsCards cards;
    private final AccelerationProbe probe;
    private final OptionalLong tscKilohertz = TscRate.ofHost();
    private final Map<String, HypervisorReport> reports = new ConcurrentHashMap<>();
    private final ReentrantLock probing = new ReentrantLock();
    private final Set<QemuVirtualMachine> machines = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private QemuHypervisor(QemuBinary qemu, QemuSettings settings, ForkThread forks, Containment containment) {
        this.qemu = qemu;
        this.forks = forks;
        this.containment = containment;
        cards = settings.cards();
        launcher = new QemuLauncher(settings.run(), forks, containment);
        TemplateStore store =
                TemplateStore.open(settings.templates(), settings.templateLimits(), InstantSource.system());
        MemoryPressure pressure = MemoryPressure.ofHost();
        ClonePool pool = new ClonePool(settings.pool(), pressure);
        MemoryImages images = new MemoryImages(containment::memoryImage);
        clones = new Clones(store, this::start, pool, pressure, images, this::templateKey);
        probe = AccelerationProbe.ofHost(
                settings.acceleration(), new AccelerationCache(settings.probeCache()), this::tryToBoot);
    }

    /**
     * Finds QEMU, and ends what an earlier process left in the run directory.
     *
     * @throws OmertaException if there is no QEMU that can be used
     */
    public static QemuHypervisor open(QemuSettings settings) throws InterruptedException {
        return open(settings, Architecture.ofHost());
    }

    /** For guests of any architecture; those that are not this host's must be set to be emulated. */
    static QemuHypervisor open(QemuSettings settings, Architecture architecture) throws InterruptedException {
        QemuBinary qemu = QemuBinary.find(architecture);
        ForkThread forks = new ForkThread();
        try {
            Containment containment = Containment.ofHost(forks, settings.run());
            int reaped = VmReaper.reap(settings.run(), containment.cgroups());
            LOG.info("QEMU {} at {}; {} leftovers removed", qemu.version(), qemu.path(), reaped);
            QemuHypervisor hypervisor = new QemuHypervisor(qemu, settings, forks, containment);
            hypervisor.clones.start();
            return hypervisor;
        } catch (RuntimeException | InterruptedException e) {
            forks.close();
            throw e;
        }
    }

    @Override
    public HypervisorReport probe(GuestImage image) throws InterruptedException {
        HypervisorReport known = reports.get(image.digest());
        if (known != null) {
            return known;
        }
        probing.lockInterruptibly();
        try {
            HypervisorReport report = reports.get(image.digest());
            if (report == null) {
                AccelerationCache.Answer answer = probe.decide(image, qemu.version());
                report = new HypervisorReport(
                        "QEMU", qemu.version(), answer.acceleration(), answer.reason(), containment.why());
                LOG.info("{}: {}", report.acceleration(), report.reason());
                reports.put(image.digest(), report);
            }
            return report;
        } finally {
            probing.unlock();
        }
    }

    private Optional<String> tryToBoot(GuestImage image, Acceleration acceleration) throws InterruptedException {
        VmRequest request = new VmRequest(
                TemplateMaker.NO_JOB, image, new Resources(1, 64 * Resources.MEBIBYTE, ScratchDisk.MIN_BYTES));
        try (QemuVirtualMachine machine = boot(request, MachineShape.of(request, acceleration))) {
            machine.awaitReady(PROBE_LIMIT);
            return Optional.empty();
        } catch (OmertaException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static OmertaException stopping() {
        return new OmertaException(ErrorCode.INTERNAL, "could not start a virtual machine: the daemon stops", "");
    }

    @Override
    public QemuVirtualMachine boot(VmRequest request) throws InterruptedException {
        if (closed) {
            throw stopping();
        }
        MachineShape shape = shapeOf(request);
        if (request.resources().gpus() > 0) {
            return bootWithCards(request, shape);
        }
        Optional<Clone> clone =
                clones.take(request.job(), shape, request.resources().diskBytes());
        return clone.isPresent()
                ? machineOf(
                        request,
                        shape,
                        clone.get().parts(),
                        Optional.of(clone.get().ready()))
                : boot(request, shape);
    }

    @Override
    public void prepare(VmRequest request) throws InterruptedException {
        want(request, shapeOf(request));
    }

    /** What is in a card is in no template. */
    private void want(VmRequest request, MachineShape shape) {
        if (request.resources().gpus() == 0) {
            clones.want(shape);
        }
    }

    /** Machines of that shape are cloned from now on. */
    public boolean isPrepared(VmRequest request) throws InterruptedException {
        return clones.hasTemplate(shapeOf(request));
    }

    /** Clones in the pool. */
    public int waiting() {
        return clones.waiting();
    }

    @Override
    public QemuVirtualMachine restore(VmRequest request, Path directory, String digest) throws InterruptedException {
        if (closed) {
            throw stopping();
        }
        MachineShape shape = shapeOf(request);
        QemuRestore restore = QemuRestore.of(directory, digest, templateKey(shape));
        QemuLauncher.Launched launched = launcher.launch(request.job(), shape.size(), cell -> {
            cell.directory().takeScratch(restore.disk());
            return commandLine(shape, request.resources().diskBytes(), restore.memory(), List.of(), cell);
        });
        QemuParts parts = launched.parts(
                AgentChannel.resume(launched.agent(), launched.cell().id(), restore.agent()));
        QemuVirtualMachine machine = machineOf(request, shape, parts, Optional.of(QemuRestore.AWAKE));
        try {
            restore.load(parts);
            return machine;
        } catch (RuntimeException | InterruptedException e) {
            machine.close();
            throw e;
        }
    }

    private MachineShape shapeOf(VmRequest request) throws InterruptedException {
        return MachineShape.of(request, probe(request.image()).acceleration());
    }

    private TemplateKey templateKey(MachineShape shape) {
        List<String> parts = new ArrayList<>(qemu.identity());
        parts.add(shape.image().digest());
        if (!shape.acceleration().isEmulation()) {
            parts.addAll(HostCpu.identity());
        }
        parts.addAll(commandLine(
                shape, TemplateMaker.DISK_BYTES, new GuestMemory.Anonymous(), List.of(), Cell.imagined(shape.size())));
        parts.add("disk of " + TemplateMaker.DISK_BYTES);
        return TemplateKey.of(parts);
    }

    private QemuVirtualMachine boot(VmRequest request, MachineShape shape) throws InterruptedException {
        QemuParts parts = start(request.job(), shape, request.resources().diskBytes(), new GuestMemory.Anonymous());
        return machineOf(request, shape, parts, Optional.empty());
    }

    /** The cards are the machine's until nothing of it is left. */
    private QemuVirtualMachine bootWithCards(VmRequest request, MachineShape shape) throws InterruptedException {
        List<GraphicsCard> taken = cards.take(request.resources().gpus());
        QemuParts parts;
        try {
            parts = start(request.job(), shape, request.resources().diskBytes(), new GuestMemory.Anonymous(), taken);
        } catch (RuntimeException | InterruptedException e) {
            cards.giveBack(taken);
            throw e;
        }
        return machineOf(request, shape, parts, Optional.empty(), () -> cards.giveBack(taken));
    }

    private QemuVirtualMachine machineOf(
            VmRequest request, MachineShape shape, QemuParts parts, Optional<AgentEvent.Ready> awake) {
        return machineOf(request, shape, parts, awake, () -> {});
    }

    private QemuVirtualMachine machineOf(
            VmRequest request,
            MachineShape shape,
            QemuParts parts,
            Optional<AgentEvent.Ready> awake,
            Runnable onClosed) {
        QemuVirtualMachine machine = new QemuVirtualMachine(
                request, () -> templateKey(shape), parts, awake, () -> want(request, shape), gone -> {
                    machines.remove(gone);
                    onClosed.run();
                });
        machines.add(machine);
        if (closed) {
            machine.close();
            throw stopping();
        }
        return machine;
    }

    private QemuParts start(JobId job, MachineShape shape, long diskBytes, GuestMemory memory)
            throws InterruptedException {
        return start(job, shape, diskBytes, memory, List.of());
    }

    private QemuParts start(JobId job, MachineShape shape, long diskBytes, GuestMemory memory, List<GraphicsCard> taken)
            throws InterruptedException {
        QemuLauncher.Launched launched = launcher.launch(job, shape.size(), cell -> {
            cell.directory().createScratch(diskBytes);
            return commandLine(shape, diskBytes, memory, taken, cell);
        });
        return launched.parts(
                AgentChannel.over(launched.agent(), launched.cell().id()));
    }

    private List<String> commandLine(
            MachineShape shape, long diskBytes, GuestMemory memory, List<GraphicsCard> taken, Cell cell) {
        if (shape.acceleration() == Acceleration.KVM) {
            cell.use(AccelerationProbe.KVM_DEVICE);
        }
        return new QemuCommandLine(qemu, tscKilohertz, shape, diskBytes, memory, taken, cell).arguments();
    }

    @Override
    public void close() {
        closed = true;
        clones.close();
        machines.forEach(QemuVirtualMachine::close);
        forks.close();
        containment.cgroups().close();
    }
}
