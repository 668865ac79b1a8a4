package io.omerta.network.tcpip.socket;

/** Finds out whether a silent peer is still there (RFC 9293 §3.8.4). */
final class KeepAlive {
    private final long idleNanos;
    private final long intervalNanos;
    private final int most;
    private long deadline;
    private int unanswered;

    KeepAlive(TcpConfig config, long now) {
        this.idleNanos = config.keepAliveIdle().toNanos();
        this.intervalNanos = config.keepAliveInterval().toNanos();
        this.most = config.keepAliveProbes();
        this.deadline = now + idleNanos;
    }

    void onHeard(long now) {
        unanswered = 0;
        deadline = now + idleNanos;
    }

    long deadline() {
        return deadline;
    }

    /** Whether the peer has to be given up; otherwise a probe is due if {@code now} has reached the deadline. */
    boolean isDead(long now) {
        return now >= deadline && unanswered >= most;
    }

    /** Counts a probe that is being sent. */
    void onProbe(long now) {
        unanswered++;
        deadline = now + intervalNanos;
    }
}
