package io.omerta.vm.frame;

import java.nio.ByteBuffer;

/**
 * The wire of one machine's only network card. {@link #receive} belongs to one thread at a time, {@link #offer} and {@link
 * #close} to any.
 */
public interface FrameChannel extends AutoCloseable {
    /** An Ethernet header (IEEE 802.3): the shortest thing that can be one. */
    int MIN_FRAME_BYTES = 14;

    /** More than any frame of a card without segmentation offload; what QEMU itself can hold. */
    int MAX_FRAME_BYTES = 65_536;

    /**
     * Hands every frame from the machine to the consumer, on the calling thread, until there are no more. What the consumer
     * throws ends the receiving and reaches the caller.
     */
    FrameStreamEnd receive(FrameConsumer consumer);

    /**
     * Sends the bytes between position and limit as one frame, as a network card would: at once or not at all. Never blocks.
     *
     * @return false if the frame was dropped, because the machine does not take what was sent before or is gone
     * @throws IllegalArgumentException unless there are {@link #MIN_FRAME_BYTES} to {@link #MAX_FRAME_BYTES} bytes
     */
    boolean offer(ByteBuffer frame);

    @Override
    void close();
}
