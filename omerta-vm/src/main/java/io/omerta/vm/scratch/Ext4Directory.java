package io.omerta.vm.scratch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A directory that a new file system has.
 *
 * @param mode permission bits
 * @param owner user and group
 */
record Ext4Directory(String name, int inode, int mode, int owner) {
    private static final int ROOT_INODE = 2;
    static final int FIRST_INODE = 11;
    private static final int DIRECTORY_MODE = 0040000;
    private static final int DIRECTORY_TYPE = 2;
    private static final int SECTORS_PER_BLOCK = Ext4Geometry.BLOCK_BYTES / 512;
    private static final int EXTRA_INODE_BYTES = 32;
    private static final int ENTRY_HEADER_BYTES = 8;

    /** The user whom the guest's agent runs jobs as. */
    private static final int JOB_USER = 1000;

    private static final Ext4Directory ROOT = new Ext4Directory(".", ROOT_INODE, 0711, 0);

    private static final List<Ext4Directory> PLACES = List.of(
            new Ext4Directory("job", FIRST_INODE, 0755, JOB_USER),
            new Ext4Directory("tmp", FIRST_INODE + 1, 01777, 0),
            new Ext4Directory("var-tmp", FIRST_INODE + 2, 01777, 0));

    static final int COUNT = 1 + PLACES.size();
    static final int LAST_INODE = FIRST_INODE + PLACES.size() - 1;

    /** The first blocks of the table of inodes, as far as any is used. */
    static ByteBuffer inodes(long firstBlock) {
        ByteBuffer table = ByteBuffer.allocate(Ext4Geometry.BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        // Each of the places has the root for its "..", and the root has itself.
        ROOT.putInode(table, 2 + PLACES.size(), firstBlock);
        for (int i = 0; i < PLACES.size(); i++) {
            PLACES.get(i).putInode(table, 2, firstBlock + 1 + i);
        }
        return table;
    }

    private void putInode(ByteBuffer table, int links, long block) {
        int at = (inode - 1) * Ext4Geometry.INODE_BYTES;
        table.putShort(at, (short) (DIRECTORY_MODE | mode));
        table.putShort(at + 0x02, (short) owner);
        table.putInt(at + 0x04, Ext4Geometry.BLOCK_BYTES);
        table.putShort(at + 0x18, (short) owner);
        table.putShort(at + 0x1a, (short) links);
        table.putInt(at + 0x1c, SECTORS_PER_BLOCK);
        table.putInt(at + 0x28, Math.toIntExact(block));
        table.putShort(at + 0x80, (short) EXTRA_INODE_BYTES);
    }

    /** The blocks of all directories, root first. */
    static ByteBuffer blocks() {
        ByteBuffer blocks =
                ByteBuffer.allocate(COUNT * Ext4Geometry.BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        ROOT.putEntries(blocks, 0, PLACES);
        for (int i = 0; i < PLACES.size(); i++) {
            PLACES.get(i).putEntries(blocks, (1 + i) * Ext4Geometry.BLOCK_BYTES, List.of());
        }
        return blocks;
    }

    /** The last entry reaches to the end of the block. */
    private void putEntries(ByteBuffer blocks, int start, List<Ext4Directory> children) {
        int end = start + Ext4Geometry.BLOCK_BYTES;
        int next = putEntry(blocks, start, ".", inode, 0);
        next = putEntry(blocks, next, "..", ROOT_INODE, children.isEmpty() ? end : 0);
        for (int i = 0; i < children.size(); i++) {
            Ext4Directory child = children.get(i);
            next = putEntry(blocks, next, child.name, child.inode, i == children.size() - 1 ? end : 0);
        }
    }

    /** @param end of the entry; 0 for no longer than it has to be */
    private static int putEntry(ByteBuffer blocks, int at, String name, int inode, int end) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        int next = end == 0 ? at + ENTRY_HEADER_BYTES + (text.length + 3) / 4 * 4 : end;
        blocks.putInt(at, inode);
        blocks.putShort(at + 4, (short) (next - at));
        blocks.put(at + 6, (byte) text.length);
        blocks.put(at + 7, (byte) DIRECTORY_TYPE);
        blocks.put(at + ENTRY_HEADER_BYTES, text);
        return next;
    }
}
