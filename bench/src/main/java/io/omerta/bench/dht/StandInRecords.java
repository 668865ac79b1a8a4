package io.omerta.bench.dht;

import com.google.protobuf.ByteString;
import io.omerta.network.dht.DhtRecord;
import io.omerta.network.dht.NodeId;
import io.omerta.network.dht.RecordReader;
import io.omerta.network.dht.RefusedRecordException;
import java.nio.ByteBuffer;

/**
 * Takes the place of announcements: owner, version, end and a checksum that belongs to the key, filled up to the size of an
 * announcement.
 */
final class StandInRecords implements RecordReader {
    /** As long as an announcement of a provider with a few languages. */
    private static final int BYTES = 400;

    static ByteString value(NodeId key, NodeId owner, long version, long expiresUnixMillis) {
        ByteBuffer value = ByteBuffer.allocate(BYTES);
        value.put(owner.toBytes()).putLong(version).putLong(expiresUnixMillis);
        value.putLong(sum(key, owner, version, expiresUnixMillis)).rewind();
        return ByteString.copyFrom(value);
    }

    private static long sum(NodeId key, NodeId owner, long version, long expires) {
        return Mixing.mix(Mixing.mix(key.hashCode(), owner.hashCode()), Mixing.mix(version, expires));
    }

    @Override
    public DhtRecord read(NodeId key, ByteString value, long unixMillis) throws RefusedRecordException {
        if (value.size() != BYTES) {
            throw RefusedRecordException.invalid("not " + BYTES + " bytes");
        }
        ByteBuffer bytes = value.asReadOnlyByteBuffer();
        byte[] id = new byte[NodeId.BYTES];
        bytes.get(id);
        NodeId owner = NodeId.ofBytes(id);
        long version = bytes.getLong();
        long expires = bytes.getLong();
        if (bytes.getLong() != sum(key, owner, version, expires)) {
            throw RefusedRecordException.invalid("forged");
        }
        if (expires <= unixMillis) {
            throw RefusedRecordException.ofTime("expired");
        }
        return new DhtRecord(key, owner, version, expires, value);
    }
}
