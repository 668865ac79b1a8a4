package io.omerta.core.store;

import io.omerta.core.file.CorruptFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Finds the end of what is whole in a log: reads it once from the front, and stops at the first frame that is not.
 *
 * @param lastSequence of the last whole record; 0 when there is none
 * @param end offset behind it
 */
record LogRecovery(long lastSequence, long end) {
    private static final int BUFFER_BYTES = 256 << 10;

    /** @throws io.omerta.core.error.OmertaException if the file is something else than a log */
    static LogRecovery scan(Path file, SparseIndex index) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(new FileInputStream(file.toFile()), BUFFER_BYTES))) {
            byte[] magic = LogFrame.magic();
            byte[] start = in.readNBytes(magic.length);
            if (!Arrays.equals(start, 0, start.length, magic, 0, start.length)) {
                throw CorruptFile.of(file, "it is not an event log", "mv " + file + " " + file + ".broken");
            }
            if (start.length < magic.length) {
                return new LogRecovery(0, 0);
            }
            return scanFrames(in, index);
        }
    }

    private static LogRecovery scanFrames(DataInputStream in, SparseIndex index) throws IOException {
        long sequence = 0;
        long end = LogFrame.magic().length;
        while (true) {
            int length = nextWholeRecord(in);
            if (length < 0) {
                return new LogRecovery(sequence, end);
            }
            sequence++;
            index.note(sequence, end);
            end += LogFrame.HEADER_BYTES + length;
        }
    }

    /** Its length, or -1 if there is none. */
    private static int nextWholeRecord(DataInputStream in) throws IOException {
        try {
            int length = in.readInt();
            int crc = in.readInt();
            if (!LogFrame.isPossibleLength(length)) {
                return -1;
            }
            byte[] record = in.readNBytes(length);
            return record.length == length && LogFrame.crc(record) == crc ? length : -1;
        } catch (EOFException e) {
            return -1;
        }
    }
}
