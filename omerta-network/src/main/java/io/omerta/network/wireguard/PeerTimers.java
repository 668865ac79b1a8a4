package io.omerta.network.wireguard;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The timers of one peer: each event of the protocol moves some of them (paper, section 6). Firing is the device's
 * work.
 */
final class PeerTimers {
    /** Jitter is no secret, and drawn for many packets. */
    private final SplittableRandom jitter;

    private final DeadlineBound bound;
    private final long persistentNanos;
    private final Map<TimerKind, Deadline> deadlines = new EnumMap<>(TimerKind.class);
    /** Data came in while the keepalive was already due: another one follows it. */
    private boolean oneMoreKeepalive;

    /** @param persistentNanos 0: no persistent keepalive */
    PeerTimers(RandomGenerator random, DeadlineBound bound, long persistentNanos) {
        this.jitter = new SplittableRandom(random.nextLong());
        this.bound = bound;
        this.persistentNanos = persistentNanos;
        for (TimerKind kind : TimerKind.values()) {
            deadlines.put(kind, new Deadline());
        }
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

    /**
     * An initiation is wanted, but the last handshake message is too young: it follows, unless a session comes first.
     */
    void initiationPutOff(long now) {
        if (!isArmed(TimerKind.RETRY_HANDSHAKE)) {
            initiationSent(now);
        }
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
        Deadline deadline = of(kind);
        boolean due = deadline.armed && now - deadline.at >= 0;
        if (due) {
            deadline.armed = false;
        }
        return due;
    }

    /** Tells the bound about every timer that is armed. */
    void report() {
        for (Deadline deadline : deadlines.values()) {
            if (deadline.armed) {
                bound.lowerTo(deadline.at);
            }
        }
    }

    boolean isArmed(TimerKind kind) {
        return of(kind).armed;
    }

    private void persist(long now) {
        if (persistentNanos > 0) {
            arm(TimerKind.PERSISTENT_KEEPALIVE, now + persistentNanos);
        }
    }

    private void arm(TimerKind kind, long at) {
        Deadline deadline = of(kind);
        deadline.armed = true;
        deadline.at = at;
        bound.lowerTo(at);
    }

    private void cancel(TimerKind kind) {
        of(kind).armed = false;
    }

    private Deadline of(TimerKind kind) {
        return Objects.requireNonNull(deadlines.get(kind));
    }

    private long jitter() {
        return jitter.nextInt(Protocol.JITTER_MAX_NANOS);
    }

    private static final class Deadline {
        private boolean armed;
        private long at;
    }
}
