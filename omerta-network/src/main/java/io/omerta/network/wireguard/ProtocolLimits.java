package io.omerta.network.wireguard;

/**
 * The limits that a test cannot wait for.
 *
 * @param rekeyAfterMessages packets of a session (unsigned) after which its sender starts a new handshake
 * @param rejectAfterMessages packets of a session (unsigned) that it never exceeds
 * @param busyHandshakes handshake messages within a second that make the device ask for cookies
 */
record ProtocolLimits(long rekeyAfterMessages, long rejectAfterMessages, int busyHandshakes) {
    /**
     * The paper's counts (section 6.1). 2,000 initiations keep a core of today busy for about a third of a second;
     * honest peers, who call every two minutes, come nowhere near.
     */
    static final ProtocolLimits STANDARD = new ProtocolLimits(1L << 60, -1L - (1L << 13), 2_000);

    ProtocolLimits {
        if (busyHandshakes < 1) {
            throw new IllegalArgumentException("busyHandshakes must be at least 1");
        }
    }
}
