package io.omerta.network.dht;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;

/** Records without a signature: owner, version, end, and as many bytes more as a test likes. */
final class StandInRecords implements RecordReader {
    private static final int LEAST_BYTES = NodeId.BYTES + 16;

    static ByteString value(NodeId owner, long version, long expiresUnixMillis, int more) {
        ByteBuffer value = ByteBuffer.allocate(LEAST_BYTES + more);
        value.put(owner.toBytes()).putLong(version).putLong(expiresUnixMillis).rewind();
        return ByteString.copyFrom(value);
    }

    @Override
    public DhtRecord read(NodeId key, ByteString value, long unixMillis) throws RefusedRecordException {
        if (value.size() < LEAST_BYTES) {
            throw RefusedRecordException.invalid("too short");
        }
        ByteBuffer bytes = value.asReadOnlyByteBuffer();
        DhtRecord record = new DhtRecord(key, NodeId.read(bytes), bytes.getLong(), bytes.getLong(), value);
        if (record.expiresUnixMillis() <= unixMillis) {
            throw RefusedRecordException.ofTime("expired");
        }
        return record;
    }
}
