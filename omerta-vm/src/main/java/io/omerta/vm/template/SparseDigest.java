package io.omerta.vm.template;

import io.omerta.core.file.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Digest of a file's content that passes over its holes. Blocks of 64 KiB that are all zeros do not count, others do with
 * their offset: the same content has the same digest, however the file lies on disk.
 *
 * @param sha256 64 hexadecimal digits
 * @param dataBytes in blocks that are not all zeros
 */
record SparseDigest(String sha256, long dataBytes) {
    private static final int BLOCK_BYTES = 64 << 10;

    static SparseDigest of(Path file) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        long data = 0;
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        ByteBuffer header = ByteBuffer.allocate(2 * Long.BYTES);
        try (SparseFile sparse = SparseFile.open(file);
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            digest.update(header.putLong(0, channel.size()).array());
            long offset = sparse.nextData(0);
            while (offset >= 0) {
                long start = offset - offset % BLOCK_BYTES;
                long end = sparse.nextHole(offset);
                for (long at = start; at < end; at += BLOCK_BYTES) {
                    readBlock(channel, block.clear(), at);
                    if (!isZero(block)) {
                        digest.update(header.putLong(0, at)
                                .putLong(Long.BYTES, block.remaining())
                                .array());
                        data += block.remaining();
                        digest.update(block);
                    }
                    start = at + BLOCK_BYTES;
                }
                offset = sparse.nextData(start);
            }
        }
        return new SparseDigest(HexFormat.of().formatHex(digest.digest()), data);
    }

    /** Flipped. */
    private static void readBlock(FileChannel channel, ByteBuffer block, long at) throws IOException {
        while (block.hasRemaining() && channel.read(block, at + block.position()) >= 0) {
            // Until it is full or the file ends.
        }
        block.flip();
    }

    private static final ByteBuffer ZEROS = ByteBuffer.allocate(BLOCK_BYTES).asReadOnlyBuffer();

    private static boolean isZero(ByteBuffer block) {
        return block.mismatch(ZEROS.duplicate().limit(block.remaining())) < 0;
    }
}
