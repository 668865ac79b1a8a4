package io.omerta.vm.frame;

import java.nio.ByteBuffer;

/** Takes the frames of a {@link FrameChannel}, on the thread that receives. */
@FunctionalInterface
public interface FrameConsumer {
    /**
     * One frame, between position and limit. The buffer is reused: what is needed after the return has to be copied.
     */
    void frame(ByteBuffer frame);

    /** Everything that had arrived has been handed over: the moment to send on what was gathered. */
    default void batchEnded() {}
}
