package io.omerta.vm.frame;

/** Why no more frames come from a machine. */
public sealed interface FrameStreamEnd {
    /** One of the two sides closed the stream. */
    record Closed() implements FrameStreamEnd {}

    /** The stream is not one of frames; nothing behind this point can be trusted. */
    record Malformed(String reason) implements FrameStreamEnd {}
}
