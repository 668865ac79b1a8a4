package io.omerta.network.wireguard;

import java.util.random.RandomGenerator;

/** The timers of one peer: each event of the protocol moves some of them (paper, section 6). Firing is the device's work. */
final class PeerTimers {
    private static final TimerKind[] KINDS = TimerKind.values();

    private final RandomGenerator random;
    private final DeadlineBound bound;
    private final long persistentNanos;
    private final boolean[] armed = new boolean[KINDS.length];
    private final long[] deadlines = new long[KINDS.length];
    /** Data came in while the keepalive was already due: another one follows it. */
    private boolean oneMoreKeepalive;

    /** @param persistentNanos 0: no persistent keepalive */
    PeerTimers(RandomGenerator random, DeadlineBound bound, long persistentNanos) {
        this.random = random;
        this.bound = bound;
        this.persistentNanos = persistentNanos;
    }

    /** The first persistent keepalive is due at once: it opens the tunnel. */
    void added(long now) {
        if (persistentNanos > 0) {
            arm(TimerKind.PERSISTENT_KEEPALIVE, now);
        }
    }

    void dataSent(long now) {
        if (!isArmed(TimerKind.NO_ANSWER)) {
            arm(TimerKind.NO_ANSWER, now + Protocol.NO_ANSWER_NANOS + jitter());
        }
    }

    void dataReceived(long now) {
        if (isArmed(TimerKind.KEEPALIVE)) {
            oneMoreKeepalive = true;
        } else {
            arm(TimerKind.KEEPALIVE, now + Protocol.KEEPALIVE_NANOS);
        }
    }

    /** A message of any type that the peer can authenticate goes out. */
    void authenticSent(long now) {
        cancel(TimerKind.KEEPALIVE);
        persist(now);
    }

    /** An authentic message of any type came in. */
    void authenticReceived(long now) {
        cancel(TimerKind.NO_ANSWER);
        persist(now);
    }

    void initiationSent(long now) {
        arm(TimerKind.RETRY_HANDSHAKE, now + Protocol.REKEY_TIMEOUT_NANOS + jitter());
    }

    void sessionDerived(long now) {
        arm(TimerKind.WIPE_KEYS, now + Protocol.WIPE_AFTER_NANOS);
    }

    void handshakeCompleted() {
        cancel(TimerKind.RETRY_HANDSHAKE);
    }

    void handshakeGivenUp(long now) {
        cancel(TimerKind.RETRY_HANDSHAKE);
        cancel(TimerKind.KEEPALIVE);
        if (!isArmed(TimerKind.WIPE_KEYS)) {
            arm(TimerKind.WIPE_KEYS, now + Protocol.WIPE_AFTER_NANOS);
        }
    }

    /** After a keepalive went out by its timer: data that came in meanwhile wants another. */
    void keepaliveFired(long now) {
        if (oneMoreKeepalive) {
            oneMoreKeepalive = false;
            arm(TimerKind.KEEPALIVE, now + Protocol.KEEPALIVE_NANOS);
        }
    }

    /** Whether this timer is due; if so, it is disarmed. */
    boolean takeIfDue(TimerKind kind, long now) {
        boolean due = isArmed(kind) && now - deadlines[kind.ordinal()] >= 0;
        if (due) {
            cancel(kind);
        }
        return due;
    }

    /** Tells the bound about every timer that is armed. */
    void report() {
        for (TimerKind kind : KINDS) {
            if (isArmed(kind)) {
                bound.lowerTo(deadlines[kind.ordinal()]);
            }
        }
    }

    boolean isArmed(TimerKind kind) {
        return armed[kind.ordinal()];
    }

    private void persist(long now) {
        if (persistentNanos > 0) {
            arm(TimerKind.PERSISTENT_KEEPALIVE, now + persistentNanos);
        }
    }

    private void arm(TimerKind kind, long deadline) {
        armed[kind.ordinal()] = true;
        deadlines[kind.ordinal()] = deadline;
        bound.lowerTo(deadline);
    }

    private void cancel(TimerKind kind) {
        armed[kind.ordinal()] = false;
    }

    private long jitter() {
        return random.nextInt(Protocol.JITTER_MAX_NANOS);
    }
}
