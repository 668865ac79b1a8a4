package io.omerta.network.tcpip.socket;

/** How a connection came to its end. */
public enum TcpEnd {
    /** Both sides said all they had to say. */
    FINISHED,
    /** The peer reset it, or refused it. */
    RESET,
    /** The peer was silent for too long. */
    TIMED_OUT,
    /** This side gave it up. */
    ABORTED
}
