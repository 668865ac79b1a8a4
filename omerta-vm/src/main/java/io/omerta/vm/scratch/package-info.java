/**
 * The disk of one machine's job: a sparse file with an empty ext4 file system, written by this process, so that neither host
 * nor guest needs a program for it, and a guest that boots or was cloned has nothing to format and nothing to grow.
 *
 * <p>Entry: {@link io.omerta.vm.scratch.ScratchDisk}. The same size gives the same bytes. Source: Linux,
 * Documentation/filesystems/ext4. Blocks of 4096 bytes, groups of 32768 blocks, numbers little-endian:
 *
 * <pre>
 * block 0            the superblock, from byte 1024
 * block 1 …          a descriptor of 32 bytes for each group
 *    then            group 0: bitmap of blocks, bitmap of inodes, 512 blocks of inodes (8192 of 256 bytes)
 *    then            the root directory, and job, tmp and var-tmp in it: inodes 2, 11, 12, 13, a block each
 * group × 32768      each further group: the two bitmaps and 512 blocks of inodes, all of them holes
 * </pre>
 *
 * <p>Descriptors say that the further groups are not initialised, and carry the checksum that lets them be so (GDT_CSUM); only
 * the last group has its bitmap of blocks written, as e2fsck demands. There is no journal, no copy of the superblock and no
 * lost+found: nothing outlives the machine. The end of a disk that is too small for a group is left unused.
 *
 * <p>Must not know hypervisors, images or jobs.
 */
@NullMarked
package io.omerta.vm.scratch;

import org.jspecify.annotations.NullMarked;
