package io.omerta.provider.execution;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobId;
import io.omerta.core.job.RogueConnection;
import io.omerta.provider.gate.FrameGate;
import io.omerta.vm.Hypervisor;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmExit;
import io.omerta.vm.VmRequest;
import io.omerta.vm.agent.AgentChannel;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.frame.MacAddress;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The VM of one job, from before it exists. Owns the VM, the runner of its frame gate, and the thread that boots it and then
 * hands on what its agent says. Any thread may call.
 */
final class Machine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Machine.class);
    /** A hypervisor's process is gone soon after its channels are. */
    private static final Duration EXIT_WITHIN = Duration.ofSeconds(2);

    private final CompletableFuture<? extends Hypervisor> hypervisor;
    private final VmRequest request;
    private final MacAddress macAddress;
    private final Duration bootWithin;
    private final Mailbox mailbox;
    private final Tunnel tunnel;
    private final Thread thread;

    @GuardedBy("this")
    private @Nullable VirtualMachine vm;

    @GuardedBy("this")
    private @Nullable GateRunner gate;

    @GuardedBy("this")
    private boolean stopped;

    @GuardedBy("this")
    private @Nullable Thread freezer;

    /** Completed when the VM is on disk, or could not be written there. */
    private volatile @Nullable CompletableFuture<Happening> frozen;

    /** Where the VM is on disk, and its digest, if it is not booted. */
    private volatile @Nullable SuspendedFiles from;

    private volatile String digest = "";

    Machine(
            CompletableFuture<? extends Hypervisor> hypervisor,
            VmRequest request,
            MacAddress macAddress,
            Duration bootWithin,
            Mailbox mailbox,
            Tunnel tunnel) {
        this.hypervisor = hypervisor;
        this.request = request;
        this.macAddress = macAddress;
        this.bootWithin = bootWithin;
        this.mailbox = mailbox;
        this.tunnel = tunnel;
        thread = Thread.ofVirtual().name("machine-" + request.job()).unstarted(this::live);
    }

    void boot() {
        thread.start();
    }

    /** Takes the VM from the disk instead; it stands still then. */
    void restore(SuspendedFiles files, String itsDigest) {
        digest = itsDigest;
        from = files;
        thread.start();
    }

    private void live() {
        try {
            Happening lost = bootAndListen();
            CompletableFuture<Happening> ending = frozen;
            mailbox.postFromGuest(ending == null ? lost : ending.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("freezing always has a result", e);
        } catch (InterruptedException e) {
            // Stopped before there was a VM: nobody waits for a word about it.
        }
    }

    /** Returns why there is no VM any more. */
    private Happening.VmLost bootAndListen() throws InterruptedException {
        try {
            Hypervisor found = hypervisor.get();
            SuspendedFiles files = from;
            return listen(files == null ? boot(found) : restore(found, files));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return new Happening.VmLost(cause instanceof OmertaException known ? sentence(known) : "no hypervisor");
        } catch (OmertaException e) {
            return new Happening.VmLost(sentence(e));
        } catch (RuntimeException e) {
            LOG.error("the VM of job {} failed for a reason of our own", request.job(), e);
            return new Happening.VmLost("the VM could not be run");
        }
    }

    private VirtualMachine boot(Hypervisor found) throws InterruptedException {
        long start = System.nanoTime();
        VirtualMachine machine = found.boot(request);
        own(machine);
        requireCards(machine.awaitReady(bootWithin));
        mailbox.postFromGuest(new Happening.VmReady(Duration.ofNanos(System.nanoTime() - start)));
        return machine;
    }

    /** A job that asked for a card would only find out later, and more dearly, that it has none. */
    private static void requireCards(AgentEvent.Ready ready) {
        if (!ready.cardProblems().isEmpty()) {
            throw new OmertaException(
                    ErrorCode.INTERNAL,
                    "its GPU could not be used: " + ready.cardProblems().getFirst(),
                    "");
        }
    }

    private VirtualMachine restore(Hypervisor found, SuspendedFiles files) throws InterruptedException {
        try {
            VirtualMachine machine = found.restore(request, files.machine(), digest);
            own(machine);
            mailbox.postFromGuest(new Happening.VmRestored());
            return machine;
        } finally {
            files.deleteMachine();
        }
    }

    /** Begins to write the VM, which stands still, to disk; it ends with that. */
    synchronized void freeze(SuspendedFiles files) {
        CompletableFuture<Happening> result = new CompletableFuture<>();
        frozen = result;
        VirtualMachine machine = running();
        freezer = Thread.ofVirtual().name("freeze-" + job()).start(() -> result.complete(freeze(machine, files)));
    }

    private Happening freeze(VirtualMachine machine, SuspendedFiles files) {
        Happening failed;
        try {
            files.makeRoom(request.machineMemoryMebibytes() << 20);
            return new Happening.Suspended(machine.checkpoint(files.machine()));
        } catch (OmertaException e) {
            failed = new Happening.SuspendFailed(sentence(e));
        } catch (UncheckedIOException e) {
            LOG.warn("could not write the VM of job {} to disk", job(), e);
            failed = new Happening.SuspendFailed("the provider's disk is full or failed");
        } catch (InterruptedException e) {
            failed = new Happening.SuspendFailed("there was no time to write its VM to disk");
        }
        // The VM may still be there, and then nobody would hear of it.
        mailbox.post(failed);
        return failed;
    }

    private static String sentence(OmertaException e) {
        return e.getMessage() == null ? "the VM failed" : e.getMessage();
    }

    private Happening.VmLost listen(VirtualMachine machine) throws InterruptedException {
        AgentEvent event = machine.agent().receive();
        while (!event.isLast()) {
            if (!mailbox.postFromGuest(new Happening.FromGuest(event))) {
                break;
            }
            event = machine.agent().receive();
        }
        if (event.isLast() && !(event instanceof AgentEvent.Closed)) {
            mailbox.postFromGuest(new Happening.FromGuest(event));
        }
        Optional<VmExit> exit = machine.awaitExit(EXIT_WITHIN);
        // A rogue frame that is still on its way is the reason, if there is one.
        awaitLastFrame();
        return new Happening.VmLost(exit.map(VmExit::sentence).orElse("the VM went silent"));
    }

    private synchronized void own(VirtualMachine machine) {
        vm = machine;
        gate = GateRunner.start(
                machine.id(),
                new FrameGate(macAddress.bits()),
                machine.frames(),
                tunnel,
                machine::stop,
                this::reportRogue);
        if (stopped) {
            machine.stop();
        }
    }

    private void reportRogue(RogueConnection connection) {
        mailbox.post(new Happening.RogueDetected(connection));
    }

    /** For the agent of a VM that has booted. */
    void tell(Consumer<AgentChannel> message) {
        message.accept(running().agent());
    }

    private synchronized VirtualMachine running() {
        if (vm == null) {
            throw new IllegalStateException("job " + job() + " has no VM");
        }
        return vm;
    }

    /** The VM executes no further instruction until {@link #resume}; whether that works shows by its life or its end. */
    void pause() {
        steer(VirtualMachine::pause);
    }

    /** Goes on, at the right time of day. */
    void resume(InstantSource time) {
        steer(machine -> {
            // Waits for the guest when it wakes up: its first look at the clock shall be right.
            machine.agent().setClock(time.instant());
            machine.resume();
        });
    }

    @FunctionalInterface
    private interface Command {
        void give(VirtualMachine machine) throws InterruptedException;
    }

    /** A VM that does not do as it is told is none any more. */
    private void steer(Command command) {
        try {
            command.give(running());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OmertaException e) {
            LOG.warn("the VM of job {} is ended", job(), e);
            mailbox.post(new Happening.VmLost(sentence(e)));
        }
    }

    /** What the VM sent that was not its tunnel. To be asked when the VM has ended. */
    Optional<RogueConnection> awaitLastFrame() throws InterruptedException {
        GateRunner runner;
        synchronized (this) {
            runner = gate;
        }
        return runner == null ? Optional.empty() : runner.awaitLastFrame(EXIT_WITHIN);
    }

    private JobId job() {
        return request.job();
    }

    /** The VM executes no further instruction when this returns. Idempotent. */
    void stop() {
        synchronized (this) {
            stopped = true;
            if (vm != null) {
                vm.stop();
                return;
            }
        }
        thread.interrupt();
    }

    /** Nothing of the VM is left when this returns. Idempotent. */
    @Override
    public void close() {
        stop();
        mailbox.close();
        Threads.awaitEnd(thread);
        Thread writer;
        synchronized (this) {
            writer = freezer;
        }
        if (writer != null) {
            Threads.awaitEnd(writer);
        }
        synchronized (this) {
            if (vm != null) {
                vm.close();
            }
            if (gate != null) {
                gate.close();
            }
        }
        tunnel.close();
    }
}
