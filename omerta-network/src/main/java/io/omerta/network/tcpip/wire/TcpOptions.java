package io.omerta.network.tcpip.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of a segment that mean something here; unknown ones are left out.
 *
 * @param mss largest payload the sender takes, 0 if not said (RFC 9293 §3.7.1)
 * @param windowScale shift of the sender's windows, -1 if not said (RFC 7323 §2)
 * @param sack blocks received out of order, at most 4
 * @param timestamps null if not there (RFC 7323 §3)
 */
public record TcpOptions(
        int mss,
        int windowScale,
        boolean sackPermitted,
        List<SackBlock> sack,
        @Nullable Timestamps timestamps) {
    /** No option at all. */
    public static final TcpOptions NONE = new TcpOptions(0, -1, false, List.of(), null);

    /** Most blocks that fit next to nothing else (RFC 2018 §3). */
    public static final int MAX_SACK_BLOCKS = 4;

    /**
     * A timestamps option.
     *
     * @param value the sender's clock
     * @param echo the last clock value that the sender saw from its peer
     */
    public record Timestamps(int value, int echo) {}

    /** Checks the ranges that a header can carry. */
    public TcpOptions {
        sack = List.copyOf(sack);
        if (mss < 0 || mss > 0xFFFF) {
            throw new IllegalArgumentException("mss must be 0 to 65535, not " + mss);
        }
        if (sack.size() > MAX_SACK_BLOCKS) {
            throw new IllegalArgumentException("sack has at most 4 blocks, not " + sack.size());
        }
    }
}
