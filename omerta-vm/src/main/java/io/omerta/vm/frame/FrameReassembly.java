package io.omerta.vm.frame;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Finds the frames in a stream that arrives in arbitrary pieces. Without I/O: the owner reads into {@link #space} and then
 * calls {@link #drain}. Memory is bounded whatever arrives: a length is judged before any byte behind it is kept.
 */
final class FrameReassembly {
    static final int LENGTH_BYTES = 4;

    private final ByteBuffer buffer;
    private final ByteBuffer view;

    /** @param capacity bytes that are read at once; at least one frame of the greatest size with its length */
    FrameReassembly(int capacity) {
        if (capacity < LENGTH_BYTES + FrameChannel.MAX_FRAME_BYTES) {
            throw new IllegalArgumentException("capacity: " + capacity + " bytes cannot hold a frame");
        }
        buffer = ByteBuffer.allocate(capacity);
        view = buffer.duplicate();
    }

    /** Where the next bytes of the stream go; never empty after a {@link #drain} without a verdict. */
    ByteBuffer space() {
        return buffer;
    }

    /** Hands over what is whole, keeps what is not. Empty as long as the stream makes sense; after a verdict, no more calls. */
    Optional<FrameStreamEnd.Malformed> drain(FrameConsumer consumer) {
        int end = buffer.position();
        int at = 0;
        while (end - at >= LENGTH_BYTES) {
            int length = buffer.getInt(at);
            if (length < FrameChannel.MIN_FRAME_BYTES || length > FrameChannel.MAX_FRAME_BYTES) {
                return Optional.of(
                        new FrameStreamEnd.Malformed("a frame of " + Integer.toUnsignedString(length) + " bytes"));
            }
            if (end - at - LENGTH_BYTES < length) {
                break;
            }
            int start = at + LENGTH_BYTES;
            at = start + length;
            consumer.frame(view.limit(at).position(start));
        }
        buffer.position(at).limit(end);
        buffer.compact();
        return Optional.empty();
    }
}
