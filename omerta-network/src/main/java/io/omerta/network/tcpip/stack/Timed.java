package io.omerta.network.tcpip.stack;

/** Something with a deadline that moves. */
abstract sealed class Timed permits StackTcpFlow, StackUdpFlow {
    /** Deadline of its entry in a {@link DeadlineQueue}; owned by the queue. */
    long scheduledAt = DeadlineQueue.NEVER;

    /** When it wants to be woken. */
    abstract long deadline();
}
