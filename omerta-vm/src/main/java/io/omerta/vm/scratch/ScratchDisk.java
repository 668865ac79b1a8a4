package io.omerta.vm.scratch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes disks that a guest can use at once, empty, and of any size. */
public final class ScratchDisk {
    public static final long MIN_BYTES = 16L << 20;
    public static final long MAX_BYTES = 1L << 40;

    private ScratchDisk() {}

    /**
     * Writes a new file, mode 0600. It takes some tens of kilobytes at first, whatever its size: about 40 for 4 GB, 280 for a
     * terabyte.
     *
     * @param bytes a whole number of blocks of 4096 bytes, between {@link #MIN_BYTES} and {@link #MAX_BYTES}
     * @throws IOException if there is such a file, or it cannot be written
     */
    public static void create(Path file, long bytes) throws IOException {
        if (bytes < MIN_BYTES || bytes > MAX_BYTES || bytes % Ext4Geometry.BLOCK_BYTES != 0) {
            throw new IllegalArgumentException("disk: " + bytes + " bytes");
        }
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(
                file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            write(channel, Ext4Geometry.of(bytes));
            // A file grows to where something is written: its last byte, a zero.
            writeAt(channel, bytes - 1, ByteBuffer.allocate(1));
        }
    }

    private static void write(FileChannel channel, Ext4Geometry geometry) throws IOException {
        Ext4Tables tables = new Ext4Tables(geometry);
        writeBlock(channel, 0, tables.superblock());
        writeBlock(channel, 1, tables.descriptors());
        for (int group = 0; group < geometry.groups(); group++) {
            if (tables.hasBlockBitmap(group)) {
                writeBlock(channel, geometry.tables(group), tables.blockBitmap(group));
            }
        }
        writeBlock(channel, geometry.tables(0) + 1, tables.inodeBitmap());
        writeBlock(channel, geometry.tables(0) + 2, Ext4Directory.inodes(geometry.directories()));
        writeBlock(channel, geometry.directories(), Ext4Directory.blocks());
    }

    private static void writeBlock(FileChannel channel, long block, ByteBuffer content) throws IOException {
        writeAt(channel, block * Ext4Geometry.BLOCK_BYTES, content);
    }

    private static void writeAt(FileChannel channel, long position, ByteBuffer content) throws IOException {
        long next = position;
        while (content.hasRemaining()) {
            next += channel.write(content, next);
        }
    }
}
