package io.omerta.network.wireguard;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The constants of the protocol (paper, sections 5.4 and 6.1). Times are nanoseconds. */
final class Protocol {
    /** The prologue of the handshake. */
    static final byte[] IDENTIFIER = "WireGuard v1 zx2c4 Jason@zx2c4.com".getBytes(StandardCharsets.US_ASCII);

    /** After this, the initiator of a session starts a new handshake when it sends. */
    static final long REKEY_AFTER_NANOS = Duration.ofMinutes(2).toNanos();
    /** After this, nothing is sent or accepted with a session. */
    static final long REJECT_AFTER_NANOS = Duration.ofMinutes(3).toNanos();
    /** How long a handshake is tried before its packets are given up. */
    static final long REKEY_ATTEMPT_NANOS = Duration.ofSeconds(90).toNanos();
    /** Between two initiations to one peer. */
    static final long REKEY_TIMEOUT_NANOS = Duration.ofSeconds(5).toNanos();
    /** After data has come in and nothing has gone out for so long, a keepalive goes out. */
    static final long KEEPALIVE_NANOS = Duration.ofSeconds(10).toNanos();
    /** An initiator that only listens renews the session so early that a lost handshake can still be repeated. */
    static final long REKEY_AFTER_LISTENING_NANOS = REJECT_AFTER_NANOS - KEEPALIVE_NANOS - REKEY_TIMEOUT_NANOS;
    /** Data has gone out and nothing at all has come back for so long: the peer has lost its session. */
    static final long NO_ANSWER_NANOS = KEEPALIVE_NANOS + REKEY_TIMEOUT_NANOS;
    /** When every key of a silent peer is wiped. */
    static final long WIPE_AFTER_NANOS = 3 * REJECT_AFTER_NANOS;
    /** Keeps two peers that try at the same moment from doing so for ever. */
    static final int JITTER_MAX_NANOS = (int) Duration.ofMillis(333).toNanos();
    /** How long the secret behind the cookies, and so a cookie, is good. */
    static final long COOKIE_NANOS = Duration.ofMinutes(2).toNanos();
    /** A cookie is not used in its last seconds, since it travels. */
    static final long COOKIE_LATENCY_NANOS = Duration.ofSeconds(5).toNanos();
    /** One peer's initiations are not answered more often: each costs two key agreements. */
    static final long INITIATION_INTERVAL_NANOS = Duration.ofMillis(20).toNanos();
    /** Packets of one peer that wait for a handshake; the oldest goes first. */
    static final int STAGED_PACKETS_MAX = 128;

    /** Plain bytes are padded to a multiple of this (paper, section 5.4.6). */
    static final int PADDING_BYTES = 16;

    private Protocol() {}
}
