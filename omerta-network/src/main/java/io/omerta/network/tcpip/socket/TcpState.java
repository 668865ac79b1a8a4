package io.omerta.network.tcpip.socket;

/** States of a connection (RFC 9293 §3.3.2); LISTEN is the flow table's business. */
public enum TcpState {
    /** Sent a SYN, waits for one. */
    SYN_SENT,
    /** Both SYNs are on their way, ours is not acknowledged. */
    SYN_RECEIVED,
    /** Data flows both ways. */
    ESTABLISHED,
    /** We have ended our side, the peer has not acknowledged it. */
    FIN_WAIT_1,
    /** The peer has acknowledged our end and may still send. */
    FIN_WAIT_2,
    /** The peer has ended its side, we may still send. */
    CLOSE_WAIT,
    /** Both ended at once; our end is not acknowledged. */
    CLOSING,
    /** The peer ended first; our end is not acknowledged. */
    LAST_ACK,
    /** All is said; late duplicates are being waited out. */
    TIME_WAIT,
    /** Gone. */
    CLOSED;

    /** Whether the user may still hand over data to send. */
    boolean maySend() {
        return switch (this) {
            case SYN_SENT, SYN_RECEIVED, ESTABLISHED, CLOSE_WAIT -> true;
            case FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT, CLOSED -> false;
        };
    }

    /** Whether data of the peer is still expected. */
    boolean mayReceive() {
        return switch (this) {
            case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 -> true;
            case SYN_SENT, SYN_RECEIVED, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT, CLOSED -> false;
        };
    }

    /** Whether both ends have agreed on sequence numbers. */
    boolean isSynchronized() {
        return switch (this) {
            case SYN_SENT, SYN_RECEIVED, CLOSED -> false;
            case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> true;
        };
    }
}
