/**
 * Whole Ethernet frames to and from a virtual machine, and the hostile side of that: whatever the guest makes its
 * hypervisor write, reading ends in frames of bounded size or in a verdict.
 *
 * <p>Entry: {@link io.omerta.vm.frame.FrameChannel}. On a stream socket (QEMU's {@code -netdev stream}) each frame goes
 * behind its length, both ways, with nothing in between:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |         length of the frame in bytes, 14 to 65,536 (BE)       |
 * +---------------------------------------------------------------+
 * |   Ethernet frame (IEEE 802.3, clause 3), from its destination |
 * |   address on, without preamble and frame check sequence  ...  |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Must not know what is in a frame beyond its length: that is the frame gate's.
 */
@NullMarked
package io.omerta.vm.frame;

import org.jspecify.annotations.NullMarked;
