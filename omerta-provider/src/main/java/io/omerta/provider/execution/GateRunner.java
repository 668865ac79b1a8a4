package io.omerta.provider.execution;

import io.omerta.core.job.Blob;
import io.omerta.core.job.RogueConnection;
import io.omerta.provider.gate.FrameGate;
import io.omerta.provider.gate.Verdict;
import io.omerta.provider.gate.WireGuardMessages;
import io.omerta.vm.frame.FrameChannel;
import io.omerta.vm.frame.FrameConsumer;
import io.omerta.vm.frame.FrameStreamEnd;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the frames of one VM and its tunnel. Owns the thread that reads the frames: that thread alone judges them,
 * and cuts the VM's power itself before it looks at anything that came after a rogue frame.
 */
final class GateRunner implements AutoCloseable, FrameConsumer {
    private final FrameGate gate;
    private final SendingLimits limits = new SendingLimits(System.nanoTime());
    private final FrameChannel frames;
    private final Tunnel tunnel;
    private final Runnable cutPower;
    private final Consumer<RogueConnection> onRogue;
    private final Thread thread;

    /** Of the reading thread. */
    private boolean over;

    private volatile @Nullable RogueConnection rogue;

    private GateRunner(
            String name,
            FrameGate gate,
            FrameChannel frames,
            Tunnel tunnel,
            Runnable cutPower,
            Consumer<RogueConnection> onRogue) {
        this.gate = gate;
        this.frames = frames;
        this.tunnel = tunnel;
        this.cutPower = cutPower;
        this.onRogue = onRogue;
        thread = Thread.ofVirtual().name("gate-" + name).unstarted(this::read);
    }

    /**
     * Starts to read.
     *
     * @param gate for this VM and no other
     * @param frames of the VM; closed by its owner
     * @param cutPower stops the VM and returns when it has stopped
     * @param onRogue is told just before, at most once; must not wait
     */
    static GateRunner start(
            String name,
            FrameGate gate,
            FrameChannel frames,
            Tunnel tunnel,
            Runnable cutPower,
            Consumer<RogueConnection> onRogue) {
        GateRunner runner = new GateRunner(name, gate, frames, tunnel, cutPower, onRogue);
        tunnel.attach(runner);
        runner.thread.start();
        return runner;
    }

    /** Any bytes from the requester; whether they became a frame for the guest. */
    boolean deliver(byte[] datagram) {
        return gate.wrap(datagram)
                .map(frame -> frames.offer(ByteBuffer.wrap(frame)))
                .orElse(false);
    }

    private void read() {
        switch (frames.receive(this)) {
            case FrameStreamEnd.Closed closed -> {}
            case FrameStreamEnd.Malformed malformed ->
                terminate(new RogueConnection("frame stream", "", Blob.copyOf(new byte[0]), 0, malformed.reason()));
        }
    }

    @Override
    public void frame(ByteBuffer frame) {
        if (over) {
            return;
        }
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        switch (gate.judge(bytes)) {
            case Verdict.Pass pass -> pass(pass.datagram());
            case Verdict.Answer answer -> answer(answer.reply());
            case Verdict.Rogue rogue -> terminate(rogue.connection());
        }
    }

    @Override
    public void batchEnded() {
        tunnel.flush();
    }

    private void pass(ByteBuffer datagram) {
        long now = System.nanoTime();
        boolean admitted = WireGuardMessages.isData(datagram)
                ? limits.admitData(datagram.remaining(), now)
                : limits.admitControl(now);
        if (admitted) {
            tunnel.send(datagram);
        } else {
            tunnel.traffic().droppedOut();
        }
    }

    private void answer(ByteBuffer reply) {
        if (limits.admitControl(System.nanoTime())) {
            tunnel.traffic().answered();
            frames.offer(reply);
        } else {
            tunnel.traffic().droppedOut();
        }
    }

    private void terminate(RogueConnection connection) {
        if (!over) {
            over = true;
            rogue = connection;
            // Never waits, and comes first: what follows from the power cut must not look like the reason.
            onRogue.accept(connection);
            cutPower.run();
        }
    }

    /** What the VM sent that was not its tunnel; complete once the VM has ended and this returned. */
    Optional<RogueConnection> awaitLastFrame(Duration atMost) throws InterruptedException {
        thread.join(atMost);
        return Optional.ofNullable(rogue);
    }

    /** Returns when the thread has ended: call it once the frame channel is closed. */
    @Override
    public void close() {
        Threads.awaitEnd(thread);
    }
}
