package io.omerta.network.dht;

import com.google.protobuf.ByteString;

/** Knows what a value is, which the overlay does not. Asked by every node that stores or reads one. */
@FunctionalInterface
public interface RecordReader {
    /**
     * Reads a value and checks all that can be checked: form, signature, that it belongs under this key, time.
     *
     * @throws RefusedRecordException if it is none
     */
    DhtRecord read(NodeId key, ByteString value, long unixMillis) throws RefusedRecordException;
}
