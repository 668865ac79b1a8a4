package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A valid TCP segment.
 *
 * @param sequence number of the first octet of {@code payload}, or of the SYN
 * @param flags bits of {@link TcpFlags}
 * @param window as in the header, not scaled
 * @param payload shares memory with the packet that was parsed, or with the buffer that is sent from
 */
public record TcpSegment(
        int sourcePort,
        int destinationPort,
        int sequence,
        int acknowledgment,
        int flags,
        int window,
        TcpOptions options,
        ByteBuffer payload) {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** Checks the ranges that a header can carry. */
    public TcpSegment {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(payload, "payload");
        if (window < 0 || window > 0xFFFF) {
            throw new IllegalArgumentException("window must be 0 to 65535, not " + window);
        }
    }

    /** An empty payload. */
    public static ByteBuffer nothing() {
        return NOTHING.duplicate();
    }

    /** Whether all of {@code bits} are set. */
    public boolean has(int bits) {
        return (flags & bits) == bits;
    }

    /** Octets of sequence space that it takes: the payload, SYN and FIN (SEG.LEN of RFC 9293). */
    public int length() {
        return payload.remaining() + (has(TcpFlags.SYN) ? 1 : 0) + (has(TcpFlags.FIN) ? 1 : 0);
    }

    /** The sequence number behind its last octet. */
    public int end() {
        return sequence + length();
    }
}
