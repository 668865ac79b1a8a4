package io.omerta.vm.standin;

import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmExit;
import io.omerta.vm.VmRequest;
import io.omerta.vm.VmState;
import io.omerta.vm.agent.AgentChannel;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.frame.FrameChannel;
import io.omerta.vm.frame.StreamFrameChannel;
import java.io.IOException;
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
    private final StandInGuest guest;
    private final Thread script;
    private final CompletableFuture<VmExit> exit = new CompletableFuture<>();
    private volatile boolean ready;
    private volatile boolean closed;

    private StandInMachine(String id, VmRequest request, SocketPair agent, SocketPair frames, GuestScript script) {
        this.id = id;
        this.request = request;
        this.agent = AgentChannel.over(agent.host(), id);
        this.frames = StreamFrameChannel.over(frames.host(), id);
        this.guest = new StandInGuest(agent.guest(), frames.guest());
        this.script = Thread.ofVirtual().name("guest-" + id).unstarted(() -> run(script));
    }

    static StandInMachine start(String id, VmRequest request, GuestScript script) throws IOException {
        StandInMachine machine = new StandInMachine(id, request, SocketPair.open(), SocketPair.open(), script);
        machine.script.start();
        return machine;
    }

    @SuppressWarnings("CatchingUnchecked") // Whatever a script throws is the machine's crash.
    private void run(GuestScript script) {
        VmExit how;
        try {
            script.run(guest);
            how = new VmExit.PoweredOff();
        } catch (Exception e) {
            how = new VmExit.Crashed(1, e.toString());
        }
        guest.close();
        exit.complete(how);
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
        guest.pause();
    }

    @Override
    public void resume() {
        guest.resume();
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
        exit.complete(new VmExit.Stopped());
        guest.close();
        script.interrupt();
    }

    @Override
    public void close() {
        stop();
        agent.close();
        frames.close();
        closed = true;
    }
}
