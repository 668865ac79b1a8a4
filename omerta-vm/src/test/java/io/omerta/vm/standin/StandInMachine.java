package io.omerta.vm.standin;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmExit;
import io.omerta.vm.VmRequest;
import io.omerta.vm.VmState;
import io.omerta.vm.agent.AgentChannel;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.agent.AgentState;
import io.omerta.vm.frame.FrameChannel;
import io.omerta.vm.frame.StreamFrameChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One script on a thread of its own, behind real channels. */
final class StandInMachine implements VirtualMachine {
    private final String id;
    private final VmRequest request;
    private final AgentChannel agent;
    private final FrameChannel frames;
    private final StandInScript script;
    private final CompletableFuture<VmExit> exit;
    private final Frozen.Keeper frozen;
    private volatile boolean ready;
    private volatile boolean left;
    private volatile boolean closed;

    /** A script without a machine, and where the conversation with it stood. */
    record Frozen(StandInScript script, AgentState agent) {
        /** Keeps them until they are asked for. */
        interface Keeper {
            /** @return by what name they can be asked for */
            String keep(Frozen frozen);
        }
    }

    private StandInMachine(
            String id,
            VmRequest request,
            AgentChannel agent,
            FrameChannel frames,
            StandInScript script,
            Frozen.Keeper frozen) {
        this.id = id;
        this.request = request;
        this.agent = agent;
        this.frames = frames;
        this.script = script;
        this.exit = script.exit();
        this.frozen = frozen;
    }

    static StandInMachine start(String id, VmRequest request, GuestScript script, Frozen.Keeper frozen)
            throws IOException {
        SocketPair agent = SocketPair.open();
        SocketPair frames = SocketPair.open();
        StandInScript guest = new StandInScript(id, new StandInGuest(agent.guest(), frames.guest()), script);
        guest.start();
        return new StandInMachine(
                id,
                request,
                AgentChannel.over(agent.host(), id),
                StreamFrameChannel.over(frames.host(), id),
                guest,
                frozen);
    }

    static StandInMachine restore(String id, VmRequest request, Frozen from, Frozen.Keeper frozen) throws IOException {
        SocketPair agent = SocketPair.open();
        SocketPair frames = SocketPair.open();
        from.script().guest.reconnect(agent.guest(), frames.guest());
        StandInMachine machine = new StandInMachine(
                id,
                request,
                AgentChannel.resume(agent.host(), id, from.agent()),
                StreamFrameChannel.over(frames.host(), id),
                from.script(),
                frozen);
        machine.ready = true;
        return machine;
    }

    @Override
    public String id() {
        return id;
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
        if (exit.isDone()) {
            return VmState.EXITED;
        }
        return ready ? VmState.READY : VmState.BOOTING;
    }

    @Override
    public AgentEvent.Ready awaitReady(Duration atMost) throws InterruptedException {
        AgentEvent.Ready event = agent.awaitReady(atMost);
        ready = true;
        return event;
    }

    @Override
    public AgentChannel agent() {
        return agent;
    }

    @Override
    public FrameChannel frames() {
        return frames;
    }

    @Override
    public void pause() {
        script.guest.pause();
    }

    @Override
    public void resume() {
        script.guest.resume();
    }

    /** A file says that there is one; the script itself stays in this process. */
    @Override
    public String checkpoint(Path directory) throws InterruptedException {
        pause();
        left = true;
        script.guest.disconnect();
        AgentState state = agent.awaitEnd()
                .orElseThrow(() -> new OmertaException(ErrorCode.INTERNAL, "could not freeze: it does not run", ""));
        script.leaveMachine();
        String name = frozen.keep(new Frozen(script, state));
        try {
            Files.writeString(directory.resolve("stand-in"), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return name;
    }

    @Override
    public Optional<VmExit> awaitExit(Duration atMost) throws InterruptedException {
        try {
            return Optional.of(exit.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        if (!left) {
            script.stop();
        }
    }

    @Override
    public void close() {
        stop();
        agent.close();
        frames.close();
        closed = true;
    }
}
