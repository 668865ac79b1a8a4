package io.omerta.bench.gate;

import io.omerta.provider.gate.FrameGate;
import io.omerta.provider.gate.Verdict;
import io.omerta.vm.frame.FrameStreamEnd;
import io.omerta.vm.frame.StreamFrameChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Everything from QEMU's socket to the tunnel: reading, cutting into frames, judging, copying what passes. */
final class SocketCost {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int FRAMES_AT_ONCE = 100;
    private static final int BATCHES = 20_000;

    private final FrameGate gate = new FrameGate(HonestFrames.GUEST_MAC);
    private long passed;

    private SocketCost() {}

    /** Frames that one core can take in a second, by the CPU time of the thread that takes them. */
    static GateResult.Rate measure() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("bench");
        Path path = directory.resolve("frames.sock");
        try (ServerSocketChannel server =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
                SocketChannel machine = SocketChannel.open(UnixDomainSocketAddress.of(path));
                StreamFrameChannel channel = StreamFrameChannel.over(server.accept(), "bench")) {
            Thread writer = Thread.ofPlatform().start(() -> write(machine));
            SocketCost cost = new SocketCost();
            long start = THREADS.getCurrentThreadCpuTime();
            FrameStreamEnd end = channel.receive(cost::take);
            long nanos = THREADS.getCurrentThreadCpuTime() - start;
            writer.join();
            if (!(end instanceof FrameStreamEnd.Closed) || cost.passed != (long) BATCHES * FRAMES_AT_ONCE) {
                throw new IllegalStateException(cost.passed + " frames passed, then " + end);
            }
            return new GateResult.Rate(Math.round(cost.passed / (nanos / 1e9)), GateResult.GOAL_FRAMES_PER_SECOND);
        } finally {
            Files.deleteIfExists(path);
            Files.delete(directory);
        }
    }

    private void take(ByteBuffer frame) {
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        if (gate.judge(bytes) instanceof Verdict.Pass pass) {
            byte[] datagram = new byte[pass.datagram().remaining()];
            pass.datagram().get(datagram);
            passed++;
        }
    }

    private static void write(SocketChannel machine) {
        ByteBuffer batch = ByteBuffer.allocateDirect(FRAMES_AT_ONCE * 1600);
        for (int i = 0; i < FRAMES_AT_ONCE; i++) {
            byte[] frame = HonestFrames.mixture().get(i % HonestFrames.mixture().size());
            batch.putInt(frame.length).put(frame);
        }
        batch.flip();
        try {
            for (int i = 0; i < BATCHES; i++) {
                ByteBuffer next = batch.duplicate();
                while (next.hasRemaining()) {
                    machine.write(next);
                }
            }
            machine.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
