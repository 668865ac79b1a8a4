package io.omerta.network.wireguard;

/** The timers of a peer (paper, section 6). */
enum TimerKind {
    /** An initiation has not been answered (6.4). */
    RETRY_HANDSHAKE,
    /** Data came in, nothing went out since (6.5). */
    KEEPALIVE,
    /** Data went out, nothing at all came in since (6.2, end). */
    NO_ANSWER,
    /** The peer has been silent for three session lives: every key goes (6.3). */
    WIPE_KEYS,
    /** The interval that the user has set. */
    PERSISTENT_KEEPALIVE
}
