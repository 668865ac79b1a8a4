package io.omerta.network.tcpip.socket;

/** Keeps challenge acknowledgments scarce (RFC 5961 §7), per connection so that no stranger can count them. */
final class AckLimit {
    private static final int PER_SECOND = 10;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private long windowStart;
    private int used;

    boolean tryTake(long now) {
        if (now - windowStart >= SECOND_NANOS) {
            windowStart = now;
            used = 0;
        }
        return used++ < PER_SECOND;
    }
}
