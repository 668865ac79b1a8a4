package io.omerta.network.tcpip.socket;

/** Sends a SYN again until it is answered (RFC 6298 §5, RFC 9293 §3.8.3). */
final class SynTimer {
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final int MAX_SHIFT = 5;
    /** RFC 9293 §3.8.3: three minutes at least. */
    private static final long GIVE_UP_NANOS = 180_000_000_000L;

    private final long giveUpAt;
    private boolean due = true;
    private int tries;
    private long deadline = TcpConnection.NEVER;

    SynTimer(long now) {
        this.giveUpAt = now + GIVE_UP_NANOS;
    }

    long deadline() {
        return deadline;
    }

    boolean isExhausted(long now) {
        return now >= giveUpAt;
    }

    void onTimer(long now) {
        due |= now >= deadline;
    }

    /** The peer shows that it did not see ours. */
    void again() {
        due = true;
    }

    /** Whether the SYN must be sent now; asking counts as sending. */
    boolean take(long now) {
        if (!due) {
            return false;
        }
        due = false;
        deadline = Math.min(giveUpAt, now + (FIRST_NANOS << Math.min(tries++, MAX_SHIFT)));
        return true;
    }

    void stop() {
        due = false;
        deadline = TcpConnection.NEVER;
    }
}
