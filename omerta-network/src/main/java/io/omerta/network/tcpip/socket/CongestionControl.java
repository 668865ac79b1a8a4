package io.omerta.network.tcpip.socket;

/** Decides how many bytes may be under way. Confined to one connection. */
interface CongestionControl {
    /** Bytes that may be in flight. */
    int window();

    /** Whether growth is still exponential. */
    boolean inSlowStart();

    /**
     * New data was acknowledged outside of loss recovery while the window was in full use, or after a time-out.
     *
     * @param bytes how many were acknowledged
     * @param rttNanos smoothed round-trip time, 0 if unknown
     */
    void onAcknowledged(long nowNanos, int bytes, long rttNanos);

    /** The round-trip time of a segment. */
    void onRoundTrip(long rttNanos);

    /** Everything that was under way when this was called last has arrived: a round trip has passed. */
    void onRound();

    /** A loss was found: once per window of data. */
    void onLoss(long nowNanos);

    /**
     * The retransmission time-out fired.
     *
     * @param again whether it did before for the same window of data, which counts as one sign of congestion
     */
    void onTimeout(long nowNanos, boolean again);

    /** Nothing was sent for longer than a time-out (RFC 5681 §4.1). */
    void onIdle();
}
