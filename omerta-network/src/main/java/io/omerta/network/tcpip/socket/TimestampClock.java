package io.omerta.network.tcpip.socket;

import io.omerta.network.tcpip.wire.TcpFlags;
import io.omerta.network.tcpip.wire.TcpOptions;
import io.omerta.network.tcpip.wire.TcpSegment;

/** The timestamps option: our clock, the peer's, and protection against wrapped sequence numbers (RFC 7323 §5). */
final class TimestampClock {
    private static final long NANOS_PER_TICK = 1_000_000;
    /** RFC 7323 §5.5: after that long the peer's clock may have wrapped. */
    private static final long TRUSTED_NANOS = 24L * 24 * 3600 * 1_000_000_000;

    private final int offset;
    private boolean inUse;
    private int recent;
    private long recentAt;
    private int lastAcknowledgment;

    TimestampClock(int offset) {
        this.offset = offset;
    }

    /** Starts with the option of the peer's SYN, if it has one. */
    void begin(long now, TcpSegment syn) {
        TcpOptions.Timestamps option = syn.options().timestamps();
        inUse = option != null;
        if (option != null) {
            recent = option.value();
            recentAt = now;
        }
        lastAcknowledgment = syn.sequence() + 1;
    }

    boolean inUse() {
        return inUse;
    }

    TcpOptions.Timestamps stamp(long now) {
        return new TcpOptions.Timestamps((int) (now / NANOS_PER_TICK) + offset, recent);
    }

    /** Round-trip time that an echo of our clock shows, in nanoseconds; negative if it shows none. */
    long elapsed(long now, TcpSegment segment) {
        TcpOptions.Timestamps option = segment.options().timestamps();
        if (!inUse || option == null || option.echo() == 0) {
            return -1;
        }
        int ticks = (int) (now / NANOS_PER_TICK) + offset - option.echo();
        return ticks * NANOS_PER_TICK;
    }

    void onAcknowledgmentSent(int acknowledgment) {
        lastAcknowledgment = acknowledgment;
    }

    /** Whether a segment comes from before the last one, so that its sequence number proves nothing. */
    boolean isOld(long now, TcpSegment segment) {
        if (!inUse || segment.has(TcpFlags.RST)) {
            return false;
        }
        TcpOptions.Timestamps option = segment.options().timestamps();
        return option != null && Sequence.before(option.value(), recent) && now - recentAt < TRUSTED_NANOS;
    }

    /** Whether a segment lacks the option although both sides agreed on it (RFC 7323 §3.2). */
    boolean isMissing(TcpSegment segment) {
        return inUse && !segment.has(TcpFlags.RST) && segment.options().timestamps() == null;
    }

    /** Remembers the value to echo (RFC 7323 §4.3). */
    void onAccepted(long now, TcpSegment segment) {
        TcpOptions.Timestamps option = segment.options().timestamps();
        if (inUse && option != null && !Sequence.after(segment.sequence(), lastAcknowledgment)) {
            recent = option.value();
            recentAt = now;
        }
    }
}
