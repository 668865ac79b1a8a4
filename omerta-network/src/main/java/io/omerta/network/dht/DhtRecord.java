package io.omerta.network.dht;

import com.google.protobuf.ByteString;

/**
 * Something that its owner signed, to be found under a key. Of two with one key and owner the one with the higher version
 * counts.
 *
 * @param expiresUnixMillis after that nobody keeps it
 * @param value as the owner wrote it, at most {@link DhtSettings#MAX_VALUE} bytes
 */
public record DhtRecord(NodeId key, NodeId owner, long version, long expiresUnixMillis, ByteString value) {
    public DhtRecord {
        if (value.size() > DhtSettings.MAX_VALUE) {
            throw new IllegalArgumentException("record: " + value.size() + " bytes");
        }
    }
}
