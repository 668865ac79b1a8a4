package io.omerta.provider.capture;

import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmExit;
import io.omerta.vm.VmRequest;
import io.omerta.vm.VmState;
import io.omerta.vm.agent.AgentChannel;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.frame.FrameChannel;
import io.omerta.vm.frame.FrameConsumer;
import io.omerta.vm.frame.FrameStreamEnd;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A machine whose frames are written down before anybody else sees them. */
public final class CapturedMachine implements VirtualMachine {
    private final VirtualMachine machine;
    private final Pcap capture;

    CapturedMachine(VirtualMachine machine, Pcap capture) {
        this.machine = machine;
        this.capture = capture;
    }

    @Override
    public FrameChannel frames() {
        FrameChannel frames = machine.frames();
        return new FrameChannel() {
            @Override
            public FrameStreamEnd receive(FrameConsumer consumer) {
                return frames.receive(frame -> {
                    capture.add(frame);
                    consumer.frame(frame);
                });
            }

            @Override
            public boolean offer(ByteBuffer frame) {
                return frames.offer(frame);
            }

            @Override
            public void close() {
                frames.close();
            }
        };
    }

    @Override
    public String id() {
        return machine.id();
    }

    @Override
    public VmRequest request() {
        return machine.request();
    }

    @Override
    public VmState state() {
        return machine.state();
    }

    @Override
    public AgentEvent.Ready awaitReady(Duration atMost) throws InterruptedException {
        return machine.awaitReady(atMost);
    }

    @Override
    public AgentChannel agent() {
        return machine.agent();
    }

    @Override
    public void pause() throws InterruptedException {
        machine.pause();
    }

    @Override
    public void resume() throws InterruptedException {
        machine.resume();
    }

    @Override
    public String checkpoint(Path directory) throws InterruptedException {
        return machine.checkpoint(directory);
    }

    @Override
    public Optional<VmExit> awaitExit(Duration atMost) throws InterruptedException {
        return machine.awaitExit(atMost);
    }

    @Override
    public void stop() {
        machine.stop();
    }

    @Override
    public void close() {
        machine.close();
    }
}
