package io.omerta.core.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The frames of an event log; see the package's doc. */
final class LogFrame {
    static final int HEADER_BYTES = 8;
    static final int MAX_RECORD_BYTES = 4 << 20;
    private static final byte[] MAGIC = "OMEVLOG1".getBytes(StandardCharsets.US_ASCII);

    private LogFrame() {}

    static byte[] magic() {
        return MAGIC.clone();
    }

    static byte[] encode(byte[] record) {
        return ByteBuffer.allocate(HEADER_BYTES + record.length)
                .putInt(record.length)
                .putInt(crc(record))
                .put(record)
                .array();
    }

    static boolean isPossibleLength(int length) {
        return length >= 0 && length <= MAX_RECORD_BYTES;
    }

    static int crc(byte[] record) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(record.length).flip());
        crc.update(record);
        return (int) crc.getValue();
    }
}
