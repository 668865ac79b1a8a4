package io.omerta.provider.execution;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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

    private void live() {
        try {
            mailbox.postFromGuest(bootAndListen());
        } catch (InterruptedException e) {
            // Stopped before there was a VM: nobody waits for a word about it.
        }
    }

    /** Returns why there is no VM any more. */
    private Happening.VmLost bootAndListen() throws InterruptedException {
        try {
            Hypervisor found = hypervisor.get();
            long start = System.nanoTime();
            VirtualMachine machine = found.boot(request);
            own(machine);
            machine.awaitReady(bootWithin);
            mailbox.postFromGuest(new Happening.VmReady(Duration.ofNanos(System.nanoTime() - start)));
            return listen(machine);
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
