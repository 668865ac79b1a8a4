package io.omerta.network.udp;

import java.lang.foreign.MemorySegment;

/**
 * The system calls that send, on one thread at a time. Each gives a number that is not negative, or an error number of
 * {@link Errno} with a minus.
 */
interface SocketCalls {
    /** sendmmsg(2): how many of {@code count} messages, from the first on, were taken. */
    int send(MemorySegment messages, int count);

    /** poll(2): more than 0 if the socket takes datagrams again. */
    int awaitWritable(int millis);
}
