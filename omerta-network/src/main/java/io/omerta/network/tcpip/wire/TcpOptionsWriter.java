package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;

/** Writes TCP options in the layout most stacks use, each group padded in front to 4 octets. */
final class TcpOptionsWriter {
    private static final int MSS_BYTES = 4;
    private static final int WINDOW_SCALE_BYTES = 4;
    private static final int SACK_PERMITTED_BYTES = 4;
    private static final int TIMESTAMPS_BYTES = 12;

    private TcpOptionsWriter() {}

    /** Octets that {@link #write} will append: a multiple of 4. */
    static int length(TcpOptions options) {
        return (options.mss() > 0 ? MSS_BYTES : 0)
                + (options.windowScale() >= 0 ? WINDOW_SCALE_BYTES : 0)
                + (options.sackPermitted() ? SACK_PERMITTED_BYTES : 0)
                + (options.timestamps() != null ? TIMESTAMPS_BYTES : 0)
                + (options.sack().isEmpty() ? 0 : 4 + 8 * options.sack().size());
    }

    static void write(TcpOptions options, ByteBuffer out) {
        if (options.mss() > 0) {
            out.put((byte) TcpOptionsView.MSS).put((byte) 4).putShort((short) options.mss());
        }
        if (options.windowScale() >= 0) {
            pad(out, 1).put((byte) TcpOptionsView.WINDOW_SCALE).put((byte) 3).put((byte) options.windowScale());
        }
        if (options.sackPermitted()) {
            pad(out, 2).put((byte) TcpOptionsView.SACK_PERMITTED).put((byte) 2);
        }
        TcpOptions.Timestamps timestamps = options.timestamps();
        if (timestamps != null) {
            pad(out, 2).put((byte) TcpOptionsView.TIMESTAMPS).put((byte) 10);
            out.putInt(timestamps.value()).putInt(timestamps.echo());
        }
        if (!options.sack().isEmpty()) {
            pad(out, 2).put((byte) TcpOptionsView.SACK);
            out.put((byte) (2 + 8 * options.sack().size()));
            options.sack().forEach(block -> out.putInt(block.start()).putInt(block.end()));
        }
    }

    private static ByteBuffer pad(ByteBuffer out, int count) {
        for (int i = 0; i < count; i++) {
            out.put((byte) TcpOptionsView.NO_OP);
        }
        return out;
    }
}
