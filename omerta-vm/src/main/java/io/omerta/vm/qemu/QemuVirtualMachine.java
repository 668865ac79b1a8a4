package io.omerta.vm.qemu;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmExit;
import io.omerta.vm.VmRequest;
import io.omerta.vm.VmState;
import io.omerta.vm.agent.AgentChannel;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.frame.FrameChannel;
import io.omerta.vm.template.TemplateKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Owns one QEMU, both channels to it and its cell. */
final class QemuVirtualMachine implements VirtualMachine {
    /** Between the end of a channel and that of the process. */
    private static final Duration EXIT_FOLLOWS = Duration.ofSeconds(1);

    /** Takes milliseconds; the CPUs of a loaded host are slow to stop. */
    private static final Duration STEER_LIMIT = Duration.ofSeconds(10);

    private final VmRequest request;
    private final Supplier<TemplateKey> key;
    private final QemuParts parts;
    private final Optional<AgentEvent.Ready> awake;
    private final Runnable onReady;
    private final Consumer<QemuVirtualMachine> onClosed;
    private final Object closing = new Object();
    /** Why, from QEMU's point of view, it ends by itself. */
    private final CompletableFuture<JsonNode> shutdown;

    private volatile boolean ready;
    private volatile boolean stopped;

    @GuardedBy("closing")
    private boolean closeDone;

    private volatile boolean closed;

    /**
     * @param key names all machines that one could go on as another of
     * @param awake what the agent of a clone has said already; empty for a machine that boots
     * @param onReady called when a machine that boots has answered
     * @param onClosed called once, when nothing is left
     */
    QemuVirtualMachine(
            VmRequest request,
            Supplier<TemplateKey> key,
            QemuParts parts,
            Optional<AgentEvent.Ready> awake,
            Runnable onReady,
            Consumer<QemuVirtualMachine> onClosed) {
        this.request = request;
        this.key = key;
        this.parts = parts;
        this.awake = awake;
        this.ready = awake.isPresent();
        this.onReady = onReady;
        this.onClosed = onClosed;
        this.shutdown = parts.qmp().nextEvent("SHUTDOWN");
    }

    @Override
    public String id() {
        return parts.cell().id();
    }

    @Override
    public VmRequest request() {
        return request;
    }

    @Override
    public VmState state() {
        if (closed) {
            return VmState.CLOSED;
        }
        if (parts.process().onExit().isDone()) {
            return VmState.EXITED;
        }
        return ready ? VmState.READY : VmState.BOOTING;
    }

    @Override
    public AgentEvent.Ready awaitReady(Duration atMost) throws InterruptedException {
        if (awake.isPresent()) {
            return awake.get();
        }
        try {
            AgentEvent.Ready event = parts.agent().awaitReady(atMost);
            ready = true;
            onReady.run();
            return event;
        } catch (OmertaException e) {
            throw explained(e);
        }
    }

    /** The process knows more than the channel, if it has ended too. */
    private OmertaException explained(OmertaException failure) throws InterruptedException {
        Optional<VmExit> exit =
                parts.process().onExit().isDone() || agentIsClosed() ? awaitExit(EXIT_FOLLOWS) : Optional.empty();
        return exit.map(how -> new OmertaException(
                        failure.code(), failure.getMessage() + " (" + how.sentence() + ")", failure.hint(), failure))
                .orElse(failure);
    }

    private boolean agentIsClosed() throws InterruptedException {
        return parts.agent().receive(Duration.ZERO).stream().anyMatch(AgentEvent.Closed.class::isInstance);
    }

    @Override
    public AgentChannel agent() {
        return parts.agent();
    }

    @Override
    public FrameChannel frames() {
        return parts.frames();
    }

    /** QEMU returns from {@code stop} when no virtual CPU executes any more (QEMU, {@code softmmu/cpus.c}, vm_stop). */
    @Override
    public void pause() throws InterruptedException {
        steer("stop");
    }

    @Override
    public void resume() throws InterruptedException {
        steer("cont");
    }

    private void steer(String command) throws InterruptedException {
        try {
            JsonNode _ = Qmp.await(parts.qmp().send(command, Map.of()), STEER_LIMIT);
        } catch (IOException e) {
            throw new OmertaException(
                    ErrorCode.INTERNAL, "could not steer the virtual machine: " + e.getMessage(), "", e);
        }
    }

    @Override
    public String checkpoint(Path directory) throws InterruptedException {
        pause();
        stopped = true;
        return new QemuCheckpoint(key.get(), parts).write(directory);
    }

    @Override
    public Optional<VmExit> awaitExit(Duration atMost) throws InterruptedException {
        Optional<Integer> status = parts.process().awaitExit(atMost);
        return status.isEmpty() ? Optional.empty() : Optional.of(describe(status.get()));
    }

    private VmExit describe(int status) throws InterruptedException {
        if (stopped) {
            return new VmExit.Stopped();
        }
        if (status != 0) {
            return new VmExit.Crashed(status, parts.process().lastErrors());
        }
        return wasReset() ? new VmExit.Reset() : new VmExit.PoweredOff();
    }

    private boolean wasReset() throws InterruptedException {
        try {
            return Qmp.await(shutdown, EXIT_FOLLOWS).path("reason").asString("").equals("guest-reset");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void stop() {
        stopped |= !parts.process().onExit().isDone();
        parts.kill();
    }

    @Override
    public void close() {
        synchronized (closing) {
            if (closeDone) {
                return;
            }
            closeDone = true;
            stopped |= !parts.process().onExit().isDone();
            parts.close();
            closed = true;
        }
        onClosed.accept(this);
    }
}
