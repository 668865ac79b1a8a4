package io.omerta.vm.scratch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Superblock, descriptors and bitmaps of a new file system. */
final class Ext4Tables {
    private static final int SUPERBLOCK_AT = 1024;
    private static final int SUPERBLOCK_BYTES = 1024;
    private static final int MAGIC = 0xef53;
    private static final int CLEAN = 1;
    private static final int DYNAMIC_REVISION = 1;
    private static final int LOG_BLOCK_KIBIBYTES = 2;
    private static final int NEVER_CHECKED_FOR_MOUNTS = 0xffff;
    private static final int HALF_MD4 = 1;
    private static final int SIGNED_HASH = 1;
    private static final int EXTRA_INODE_BYTES = 32;

    private static final int EXT_ATTR = 0x8;
    private static final int DIR_INDEX = 0x20;
    /** Copies of the superblock only where it says, which is nowhere. */
    private static final int SPARSE_SUPER2 = 0x200;

    private static final int FILETYPE = 0x2;
    private static final int EXTENTS = 0x40;

    private static final int LARGE_FILE = 0x2;
    private static final int HUGE_FILE = 0x8;
    private static final int GDT_CSUM = 0x10;
    private static final int DIR_NLINK = 0x20;
    private static final int EXTRA_ISIZE = 0x40;

    private static final int INODES_UNINITIALISED = 0x1;
    private static final int BLOCKS_UNINITIALISED = 0x2;
    private static final int INODES_ZERO = 0x4;
    private static final int DESCRIPTOR_CHECKSUM_AT = 0x1e;

    /** Tells this file system from others; all of ours are alike. 16 bytes. */
    private static final byte[] UUID = "omerta's scratch".getBytes(StandardCharsets.US_ASCII);

    private final Ext4Geometry geometry;

    Ext4Tables(Ext4Geometry geometry) {
        this.geometry = geometry;
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The whole block 0. Times stay zero. */
    ByteBuffer superblock() {
        ByteBuffer block = allocate(Ext4Geometry.BLOCK_BYTES);
        ByteBuffer fields = block.slice(SUPERBLOCK_AT, SUPERBLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        putSizes(fields);
        fields.putShort(0x36, (short) NEVER_CHECKED_FOR_MOUNTS);
        fields.putShort(0x38, (short) MAGIC);
        fields.putShort(0x3a, (short) CLEAN);
        fields.putShort(0x3c, (short) 1);
        fields.putInt(0x4c, DYNAMIC_REVISION);
        fields.putInt(0x54, Ext4Directory.FIRST_INODE);
        fields.putShort(0x58, (short) Ext4Geometry.INODE_BYTES);
        fields.putInt(0x5c, EXT_ATTR | DIR_INDEX | SPARSE_SUPER2);
        fields.putInt(0x60, FILETYPE | EXTENTS);
        fields.putInt(0x64, LARGE_FILE | HUGE_FILE | GDT_CSUM | DIR_NLINK | EXTRA_ISIZE);
        fields.put(0x68, UUID);
        fields.put(0xec, UUID);
        fields.put(0xfc, (byte) HALF_MD4);
        fields.putShort(0x15c, (short) EXTRA_INODE_BYTES);
        fields.putShort(0x15e, (short) EXTRA_INODE_BYTES);
        fields.putInt(0x160, SIGNED_HASH);
        return block;
    }

    private void putSizes(ByteBuffer fields) {
        fields.putInt(0x00, Math.toIntExact(geometry.inodes()));
        fields.putInt(0x04, Math.toIntExact(geometry.blocks()));
        fields.putInt(0x0c, Math.toIntExact(geometry.freeBlocks()));
        fields.putInt(0x10, Math.toIntExact(geometry.inodes() - Ext4Directory.LAST_INODE));
        fields.putInt(0x18, LOG_BLOCK_KIBIBYTES);
        fields.putInt(0x1c, LOG_BLOCK_KIBIBYTES);
        fields.putInt(0x20, Ext4Geometry.BLOCKS_PER_GROUP);
        fields.putInt(0x24, Ext4Geometry.BLOCKS_PER_GROUP);
        fields.putInt(0x28, Ext4Geometry.INODES_PER_GROUP);
    }

    /** From block 1 on. */
    ByteBuffer descriptors() {
        ByteBuffer table = allocate(geometry.descriptorBlocks() * Ext4Geometry.BLOCK_BYTES);
        for (int group = 0; group < geometry.groups(); group++) {
            putDescriptor(table, group);
        }
        return table;
    }

    private void putDescriptor(ByteBuffer table, int group) {
        int at = group * Ext4Geometry.DESCRIPTOR_BYTES;
        int tables = Math.toIntExact(geometry.tables(group));
        table.putInt(at, tables);
        table.putInt(at + 0x04, tables + 1);
        table.putInt(at + 0x08, tables + 2);
        table.putShort(at + 0x0c, (short) geometry.freeBlocksOf(group));
        table.putShort(at + 0x0e, (short) geometry.freeInodesOf(group));
        table.putShort(at + 0x10, (short) (group == 0 ? Ext4Directory.COUNT : 0));
        table.putShort(at + 0x12, (short) flags(group));
        table.putShort(at + 0x1c, (short) geometry.freeInodesOf(group));
        table.putShort(at + DESCRIPTOR_CHECKSUM_AT, (short) checksum(table, at, group));
    }

    private int flags(int group) {
        if (group == 0) {
            return INODES_ZERO;
        }
        return INODES_ZERO | INODES_UNINITIALISED | (hasBlockBitmap(group) ? 0 : BLOCKS_UNINITIALISED);
    }

    private static int checksum(ByteBuffer table, int at, int group) {
        Crc16 crc = new Crc16();
        crc.update(ByteBuffer.wrap(UUID));
        crc.update(allocate(Integer.BYTES).putInt(group).flip());
        crc.update(table.slice(at, DESCRIPTOR_CHECKSUM_AT));
        return crc.value();
    }

    boolean hasBlockBitmap(int group) {
        return group == 0 || group == geometry.groups() - 1;
    }

    ByteBuffer blockBitmap(int group) {
        return bitmap(geometry.usedBlocksOf(group), geometry.blocksOf(group));
    }

    /** Of group 0. */
    ByteBuffer inodeBitmap() {
        return bitmap(Ext4Directory.LAST_INODE, Ext4Geometry.INODES_PER_GROUP);
    }

    /** The first are used; those that are not there count as used. */
    private static ByteBuffer bitmap(int used, int there) {
        ByteBuffer bitmap = allocate(Ext4Geometry.BLOCK_BYTES);
        set(bitmap, 0, used);
        set(bitmap, there, Byte.SIZE * Ext4Geometry.BLOCK_BYTES);
        return bitmap;
    }

    private static void set(ByteBuffer bitmap, int from, int to) {
        for (int bit = from; bit < to; bit++) {
            int at = bit / Byte.SIZE;
            bitmap.put(at, (byte) (bitmap.get(at) | 1 << bit % Byte.SIZE));
        }
    }
}
