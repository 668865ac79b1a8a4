package io.omerta.vm.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Optional;

/** Frames on a stream socket: QEMU's {@code -netdev stream}. Owns the socket and one writing thread. */
public final class StreamFrameChannel implements FrameChannel {
    /** About 170 full-sized frames a read; large enough that system calls do not count. */
    private static final int READ_BYTES = 256 << 10;

    /** About 2 ms at 1 Gbit/s: more would only add delay, as a network card's ring would. */
    private static final int OUTBOX_BYTES = 256 << 10;

    private final ByteChannel socket;
    private final FrameOutbox outbox = new FrameOutbox(OUTBOX_BYTES);
    private final Thread writer;

    private StreamFrameChannel(ByteChannel socket, String name) {
        this.socket = socket;
        writer = Thread.ofVirtual().name("frames-to-" + name).unstarted(this::write);
    }

    /**
     * @param socket connected, in blocking mode; belongs to the channel from here on
     * @param name of the machine
     */
    public static StreamFrameChannel over(ByteChannel socket, String name) {
        StreamFrameChannel channel = new StreamFrameChannel(socket, name);
        channel.writer.start();
        return channel;
    }

    @Override
    public FrameStreamEnd receive(FrameConsumer consumer) {
        FrameReassembly reassembly = new FrameReassembly(READ_BYTES);
        while (read(reassembly.space())) {
            Optional<FrameStreamEnd.Malformed> verdict = reassembly.drain(consumer);
            if (verdict.isPresent()) {
                return verdict.get();
            }
            consumer.batchEnded();
        }
        return new FrameStreamEnd.Closed();
    }

    /** False at the end of the stream; a broken socket is one, whatever broke it. */
    private boolean read(ByteBuffer space) {
        try {
            return socket.read(space) >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean offer(ByteBuffer frame) {
        int length = frame.remaining();
        if (length < MIN_FRAME_BYTES || length > MAX_FRAME_BYTES) {
            throw new IllegalArgumentException("frame: " + length + " bytes");
        }
        return outbox.offer(frame);
    }

    private void write() {
        try {
            for (ByteBuffer frames = outbox.take(); frames.hasRemaining(); frames = outbox.take()) {
                while (frames.hasRemaining()) {
                    socket.write(frames);
                }
            }
        } catch (IOException | InterruptedException e) {
            // The machine is gone or this channel is closed: the receiving side tells.
            outbox.close();
        }
    }

    @Override
    public void close() {
        outbox.close();
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing was buffered in it, and the descriptor is released all the same.
        }
        writer.interrupt();
        awaitWriter();
    }

    private void awaitWriter() {
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
