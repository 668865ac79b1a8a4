package io.omerta.vm.scratch;

/**
 * Where things are in a file system of so many blocks.
 *
 * @param blocks in use; the last group has room for its own tables
 */
record Ext4Geometry(long blocks) {
    static final int BLOCK_BYTES = 4096;
    static final int BLOCKS_PER_GROUP = 8 * BLOCK_BYTES;
    static final int INODES_PER_GROUP = 8192;
    static final int INODE_BYTES = 256;
    static final int INODE_TABLE_BLOCKS = INODES_PER_GROUP * INODE_BYTES / BLOCK_BYTES;
    static final int DESCRIPTOR_BYTES = 32;

    /** Two bitmaps and the inodes. */
    static final int TABLE_BLOCKS = 2 + INODE_TABLE_BLOCKS;

    /** A last group that holds hardly more than its tables is not worth having. */
    private static final int SMALLEST_GROUP_BLOCKS = 2 * TABLE_BLOCKS;

    static Ext4Geometry of(long bytes) {
        long blocks = bytes / BLOCK_BYTES;
        long last = blocks % BLOCKS_PER_GROUP;
        boolean dropped = blocks > BLOCKS_PER_GROUP && last < SMALLEST_GROUP_BLOCKS;
        return new Ext4Geometry(dropped ? blocks - last : blocks);
    }

    int groups() {
        return Math.toIntExact(Math.ceilDiv(blocks, BLOCKS_PER_GROUP));
    }

    long inodes() {
        return (long) groups() * INODES_PER_GROUP;
    }

    int descriptorBlocks() {
        return Math.ceilDiv(groups() * DESCRIPTOR_BYTES, BLOCK_BYTES);
    }

    int blocksOf(int group) {
        return (int) Math.min(BLOCKS_PER_GROUP, blocks - startOf(group));
    }

    private static long startOf(int group) {
        return (long) group * BLOCKS_PER_GROUP;
    }

    /** Of the bitmap of blocks, behind which that of inodes and the inodes are. */
    long tables(int group) {
        return group == 0 ? 1L + descriptorBlocks() : startOf(group);
    }

    /** The first block of the directories. */
    long directories() {
        return tables(0) + TABLE_BLOCKS;
    }

    /** From the start of the group on; the rest of it is free. */
    int usedBlocksOf(int group) {
        return group == 0 ? Math.toIntExact(directories() + Ext4Directory.COUNT) : TABLE_BLOCKS;
    }

    int freeBlocksOf(int group) {
        return blocksOf(group) - usedBlocksOf(group);
    }

    int freeInodesOf(int group) {
        return group == 0 ? INODES_PER_GROUP - Ext4Directory.LAST_INODE : INODES_PER_GROUP;
    }

    long freeBlocks() {
        long last = groups() - 1L;
        long between = Math.max(0, last - 1) * (BLOCKS_PER_GROUP - TABLE_BLOCKS);
        return freeBlocksOf(0) + (last == 0 ? 0 : between + freeBlocksOf((int) last));
    }
}
