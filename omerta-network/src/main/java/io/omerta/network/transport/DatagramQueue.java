package io.omerta.network.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.UnsafeByteOperations;
import io.omerta.proto.peer.TunnelMessage;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Datagrams that wait for the stream. Beyond its bound the newest is dropped, as a network would. Safe for use by several
 * threads.
 */
final class DatagramQueue {
    static final int MAX_DATAGRAM_BYTES = 65_535;

    /** 20 ms of 400 Mbit/s: longer queues only add delay. */
    private static final int MAX_QUEUED_BYTES = 1 << 20;

    /** So that small ones cannot make a list of millions. */
    private static final int MAX_QUEUED = 8_192;

    private static final int MAX_BATCH_BYTES = 128 << 10;

    @GuardedBy("this")
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();

    @GuardedBy("this")
    private int waitingBytes;

    @GuardedBy("this")
    private long dropped;

    /** @return false if it was dropped */
    synchronized boolean add(byte[] datagram) {
        if (datagram.length == 0 || datagram.length > MAX_DATAGRAM_BYTES) {
            throw new IllegalArgumentException("datagram: " + datagram.length + " bytes, 1 to 65535 expected");
        }
        if (waitingBytes + datagram.length > MAX_QUEUED_BYTES || waiting.size() >= MAX_QUEUED) {
            dropped++;
            return false;
        }
        waiting.add(datagram);
        waitingBytes += datagram.length;
        return true;
    }

    /** As many of those that wait as one message should carry. */
    synchronized Optional<TunnelMessage> nextBatch() {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        TunnelMessage.Builder message = TunnelMessage.newBuilder();
        int bytes = 0;
        while (!waiting.isEmpty() && (bytes == 0 || bytes + waiting.element().length <= MAX_BATCH_BYTES)) {
            byte[] datagram = waiting.remove();
            bytes += datagram.length;
            // Nobody else keeps it: handing it over is what send() says.
            message.addDatagrams(UnsafeByteOperations.unsafeWrap(datagram));
        }
        waitingBytes -= bytes;
        return Optional.of(message.build());
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized long dropped() {
        return dropped;
    }
}
